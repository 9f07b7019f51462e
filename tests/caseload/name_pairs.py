"""Names as they stand in one paper, and as somebody types them from another."""

# ruff: noqa: SIM905 - names read better without quotes
from __future__ import annotations

PAIRS = (
    # family name, given name, what is typed
    ("Müller", "Anna", "Mueller Anna"),
    ("Weiß", "Jürgen", "Weiss Juergen"),
    ("Çelik", "Ayşe", "Celik Ayse"),
    ("Yılmaz", "Fatma", "Yilmaz Fatma"),  # noqa: RUF001 - a Turkish letter
    ("Öztürk", "Gülşen", "Ozturk Gulsen"),
    ("Şahin", "Mehmet", "Sahin Mehmed"),
    ("Muhammad", "Hassan", "Mohammed Hassan"),
    ("Hussein", "Ali", "Ali Husain"),
    ("Abdulrahman", "Omar", "Abdul Rahman Omar"),
    ("Abdelrahman", "Yousef", "Abd al-Rahman Yusuf"),
    ("Al Sayed", "Mustafa", "Alsayed Mustafa"),
    ("El-Khoury", "Georges", "Elkhoury George"),
    ("Khalil", "Nour", "Chalil Nur"),
    ("Qasim", "Jamila", "Kassem Dschamila"),
    ("Saleh", "Aisha", "Salih Aischa"),
    ("Ibrahim", "Khadija", "Khadidja Ibrahim"),
    ("Haddad", "Yousef", "Jussuf Haddad"),
    ("Rahimi", "Zahra", "Rahimy Zahraa"),
    ("Mohammadi", "Reza", "Mohamadi Riza"),
    ("Ghorbani", "Fatemeh", "Qorbani Fatima"),
    ("Karimi", "Mohammad Ali", "Mohamed Ali Karimi"),
    ("Stanekzai", "Najibullah", "Stanikzai Nadschibullah"),
    ("Ahmadzai", "Sayed Mir", "Said Ahmadzay"),
    ("Barzani", "Hêvîn", "Barzani Hevin"),
    ("Kovalenko", "Oksana", "Kowalenko Oxana"),
    ("Shevchenko", "Taras", "Schewtschenko Taras"),
    ("Ivanova", "Kateryna", "Iwanowa Katerina"),
    ("Zelenska", "Iryna", "Selenska Irina"),
    ("Mykhailenko", "Serhii", "Michajlenko Sergej"),
    ("Hryhorenko", "Yuliia", "Grigorenko Julia"),
    ("Petrenko-Sydorenko", "Olha", "Petrenko Olga"),
    ("Tesfay", "Selam", "Tesfai Selam"),
    ("Gebremedhin", "Yonas", "Gebre Medhin Jonas"),
    ("Haile", "Mehret", "Hayle Mihret"),
    ("Weldegebriel", "Tsegay", "Woldegabriel Tsegai"),
    ("Habtemariam", "Letebrhan", "Habte Mariam Letebirhan"),
    ("Jallow", "Lamin", "Djallow Lamin"),
    ("Ceesay", "Modou", "Cessay Modu"),
    ("Bah", "Mamadou Alpha", "Mamadu Bah"),
    ("Traoré", "Aïssata", "Traore Aissata"),
    ("Okonkwo", "Chinedu", "Okonkwo"),
    ("Osmanović", "Emina", "Osmanovic Emina"),
    ("Krasniqi", "Arbër", "Krasnichi Arber"),
    ("Nguyễn", "Thị Hoa", "Nguyen Thi Hoa"),
    ("", "Letesenbet", "letesenbeth"),
    ("Schröder-Nowak", "Beata", "Nowak Schroeder"),
    ("Dschumajew", "Rustam", "Jumaev Rustam"),
    ("Oyelaran", "Oluwaseun", "oyelaran oluw"),
    # Written down after the rules of folding were fixed.
    ("Mahmoud", "Abdullah", "Abdallah Mahmud"),
    ("Hosseini", "Seyed Ali", "Husseini Ali"),
    ("Zahedi", "Parvaneh", "Zahedy Parwana"),
    ("Tkachuk", "Vasyl", "Tkatschuk Wassyl"),
    ("Yefremov", "Volodymyr", "Jefremow Wolodymyr"),
    ("Demirtaş", "Berfîn", "Demirtas Berfin"),
    ("Ghebreyesus", "Senait", "Gebreyesus Senayt"),
    ("Conteh", "Fatoumata", "Konteh Fatumata"),
    ("Nzeyimana", "Jean-Pierre", "Jean Pierre Nzeyimana"),
    ("Hakizimana", "Espérance", "Hakizimana Esperance"),
    ("Sheikh", "Ayman", "Scheich Aiman"),
    ("Jaber", "Ghassan", "Dschabir Gassan"),
    ("Qureshi", "Bilal", "Koreshi Bilal"),
    ("Łukaszewicz", "Paweł", "Lukaszewicz Pawel"),
    ("Dvořák", "Jiří", "Dvorak Jiri"),
    ("Abou Zeid", "Rim", "Abu Said Reem"),
    ("Ben Youssef", "Hichem", "Benyoussef Hisham"),
    ("Rostami", "Shirin", "Rustami Schirin"),
    ("Oleksiienko", "Nataliia", "Oleksijenko Natalia"),
    ("Khudoyberdiev", "Jasur", "Chudojberdijew Dschasur"),
)

FAMILY_NAMES = (
    "Ahmadi Akbari Alawi Amiri Asadi Azizi Bakr Bayati Darwish Fadel Farah Ghazali Habib Hakimi "
    "Hamdan Hamid Hasan Hashimi Issa Jaber Jafari Kabbani Kadir Karim Khan Khatib Kurdi Mahmoud "
    "Malik Mansour Masri Moradi Mousavi Najjar Nazari Noori Omari Qadiri Rashid Rezai Sabbagh "
    "Safi Salem Sharif Sultani Taheri Tamimi Wali Yousefi Zaman Bondarenko Boyko Kravchenko "
    "Lysenko Melnyk Moroz Petrenko Polishchuk Rudenko Savchenko Tkachenko Abraha Berhane "
    "Fessehaye Girmay Kidane Mebrahtu Tekle Woldu Zerai Barry Camara Conteh Darboe Diallo Jobe "
    "Keita Manneh Sanneh Sowe Touray Aydin Demir Kaya Kilic Yildiz Popescu Nowak Schmidt Wagner"
).split()

GIVEN_NAMES = (
    "Abbas Adnan Ahmad Aisha Ali Amina Amir Anas Bilal Dilan Elham Fadi Farid Fatima Ghada Hadi "
    "Hala Hamza Hana Hassan Huda Iman Jamal Khaled Laila Layla Mahdi Maryam Mohammad Mona Nadia "
    "Nasrin Noor Omar Osman Rami Rania Reza Sahar Said Samir Sara Soraya Tarek Wafa Yasin Yusuf "
    "Zahra Zainab Andrij Bohdan Dmytro Halyna Iryna Julia Kateryna Larysa Maksym Mykola Natalia "
    "Oksana Oleh Olena Roman Sergej Tetiana Viktor Abel Daniel Filmon Helen Luwam Meron Salam "
    "Samuel Yonas Alieu Binta Ebrima Fatou Ibrahima Kadi Lamin Mariama Modou Ayse Emine Mehmet"
).split()
