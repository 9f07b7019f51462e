"""Value lists: the fixed keys of the interface, the labels of the job, and what settings change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from caseconsole import config, defaults, iso, values
from caseconsole.i18n import set_language
from caseconsole.settings import Area, Reports, Settings, ValueChange

# Interfaces, section 2, copied by hand: caseload files of other programs name these keys.
INTERFACE = {
    "contact_kind": "office home_visit phone video message accompaniment open_hour third_party "
    "no_show attempt letter",
    "area": "language school training work recognition housing health participation family "
    "residence finances",
    "topic": "language school training work recognition housing health participation family "
    "residence finances authorities mental_health return other",
    "residence_status": "arrival_certificate permission_to_stay asylum refugee subsidiary "
    "deportation_ban admission_22 admission_23 hardship_23a temporary_24 title_25_4 title_25_5 "
    "title_25a title_25b opportunity_104c training_16g title_19d family_reunion toleration "
    "toleration_discretion toleration_60b toleration_60c toleration_60d fictional settlement "
    "eu_long_term naturalised",
    "german_level": "alpha A1 A2 B1 B2 C1 C2",
    "work_permission": "allowed on_request not_allowed",
    "housing": "reception provisional shared_accommodation follow_up_shared follow_up_flat "
    "homeless_shelter private_flat",
    "employment": "seeking internship entry_qualification training studies work_opportunity "
    "mini_job part_time full_time self_employed parental_leave unfit school",
    "marital_status": "single married partnership separated divorced widowed",
    "income": "asylum_benefits sgb2 sgb12 housing_benefit child_supplement child_benefit "
    "education_package bafoeg own_income",
    "partner_kind": "immigration_office social_office jobcenter employment_agency "
    "housing_benefit_office family_benefits youth_office health_office kindergarten school "
    "school_social_work youth_vocational_help mbe jmd recognition_advice language_school chamber "
    "employer debt_advice pregnancy_advice psychosocial_centre return_advice volunteers club "
    "integration_officer district_office other",
    "referral_result": "open started completed declined waiting_list no_answer",
    "consent_purpose": "processing release photo volunteer_contact other",
    "closing_reason": "goals_reached time_limit moved_away transferred left_country no_contact "
    "own_wish handed_over died other",
    "sex": "female male diverse",
    "household_role": "head partner child relative other",
    "goal_state": "open reached partly not_reached dropped",
    "responsible": "client manager office volunteer",
    "birth_precision": "day month year",
}


@pytest.mark.parametrize("name", INTERFACE)
def test_keys_are_those_of_the_interface(name: str) -> None:
    assert values.lists()[name].keys == tuple(INTERFACE[name].split())


def test_consultations_are_the_marked_kinds() -> None:
    assert values.lists()["contact_kind"].counting == {
        "office",
        "home_visit",
        "phone",
        "video",
        "message",
        "accompaniment",
        "open_hour",
    }


def test_messages_count_only_while_the_setting_says_so() -> None:
    config.use(Settings(reports=Reports(message_counts_as_consultation=False)))
    kinds = values.lists()["contact_kind"]
    assert "message" in kinds
    assert "message" not in kinds.counting
    assert "phone" in kinds.counting


def test_topics_say_which_are_no_areas() -> None:
    topic_only = [value.key for value in values.lists()["topic"] if value.topic_only]
    assert topic_only == ["authorities", "mental_health", "return", "other"]


def test_unknown_keys_and_gaps_are_shown_and_never_raise() -> None:
    housing = values.lists()["housing"]
    assert housing.label("houseboat") == "houseboat"
    assert housing.short("houseboat") == "houseboat"
    assert housing.label(None) == ""
    assert "houseboat" not in housing
    assert None not in housing


def test_a_retired_value_keeps_its_label_and_is_no_longer_offered() -> None:
    change = {"housing": {"reception": ValueChange(retired=True)}}
    housing = values.build(Settings(values=change))["housing"]
    assert "reception" in housing
    assert housing.label("reception") == "Erstaufnahme"
    assert "reception" not in [value.key for value in housing.offered]


def test_other_words_replace_the_short_form_too() -> None:
    change = {"residence_status": {"refugee": ValueChange(label="GFK")}}
    statuses = values.build(Settings(values=change))["residence_status"]
    assert (statuses.label("refugee"), statuses.short("refugee")) == ("GFK", "GFK")


def test_added_values_stand_before_the_catch_all() -> None:
    change = {"contact_kind": {"group": ValueChange(label="Gruppe", counts=True)}}
    change["closing_reason"] = {"merged": ValueChange(label="Gemeindefusion")}
    made = values.build(Settings(values=change))
    assert "group" in made["contact_kind"].counting
    assert made["closing_reason"].keys[-2:] == ("merged", "other")


def test_a_new_area_is_a_topic_too() -> None:
    settings = Settings()
    settings = replace(settings, areas=(Area("garden", "Garten"), *settings.areas))
    made = values.build(settings)
    assert made["area"].keys[0] == made["topic"].keys[0] == "garden"
    assert made["topic"].get("garden") == values.Value("garden", "Garten")


def test_lists_follow_the_settings_in_use() -> None:
    before = values.lists()
    assert values.lists() is before
    config.use(Settings(values={"sex": {"diverse": ValueChange(label="divers/X")}}))
    assert values.lists()["sex"].label("diverse") == "divers/X"


def test_labels_of_a_list_are_told_apart() -> None:
    for name, known in defaults.VALUES.items():
        labels = [label for _key, label in known]
        assert len(set(labels)) == len(labels), name


def test_short_labels_fit_a_narrow_column_and_name_known_values() -> None:
    for name, shorts in defaults.SHORT.items():
        assert shorts.keys() <= dict(defaults.VALUES[name]).keys()
        assert {key: text for key, text in shorts.items() if len(text) > 12} == {}


def test_text_blocks_serve_every_area() -> None:
    assert defaults.TEXT_BLOCKS.keys() == dict(defaults.AREAS).keys()
    for goals, steps in defaults.TEXT_BLOCKS.values():
        assert 3 <= len(goals) <= 6
        assert 3 <= len(steps) <= 6


def test_countries_and_languages_in_both_languages() -> None:
    assert iso.country_name("DE") == "Deutschland"
    assert iso.country_name("XK") == "Kosovo"
    assert iso.country_name("stateless") == "staatenlos"
    assert iso.country_name("unclear") == "ungeklärt"
    assert iso.language_name("ti") == "Tigrinya"
    assert iso.language_name("uk") == "Ukrainisch"
    set_language("en")
    assert iso.country_name("DE") == "Germany"
    assert iso.language_name("uk") == "Ukrainian"


def test_unknown_codes_are_their_own_names() -> None:
    assert iso.country_name("ZZ") == "ZZ"
    assert iso.language_name("xx") == "xx"


def test_iso_tables_are_whole() -> None:
    # 249 countries of ISO 3166-1 and Kosovo; 183 languages of ISO 639-1.
    assert len(iso.COUNTRIES) == 250
    assert len(iso.LANGUAGES) == 183
    for names in (*iso.COUNTRIES.values(), *iso.LANGUAGES.values()):
        assert all(name.strip() == name and name for name in names)
