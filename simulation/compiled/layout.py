"""The tables of a compiled run: what the world, a case, a contact or an agent consists of."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation.compiled.jit import rows
from simulation.log import ROW

NONE = -1


def _record(**columns: str) -> np.dtype[Any]:
    """Return a record: names of columns (separated by blanks) by their type."""
    fields = [(name, kind) for kind, names in columns.items() for name in names.split()]
    fields.sort(key=lambda field: -np.dtype(field[1]).itemsize)
    return np.dtype(fields, align=True)


_NUMBER = _record(f8="value")

TABLES = {
    "cases": _record(
        f8="called replied began expected waited friendly",
        i8="id customer row key",
        i4="first_contact last_contact first_letter last_letter first_agent agents refs next_doomed",
        i2="source owner contacts plans asks hand_offs chases in_hand live reason cause tier",
        i1="trying identified ended state doomed remembers comment severe sensitive traits traits_known",
    ),
    "contacts": _record(  # with its thread, where everybody can read along
        f8="made picked_up called last_turn branching change excitement since left solved_in",
        i8="key rank count",
        i4="case next next_in_inbox joined turns timer avoid going_to",
        i2="channel number",
        i1="stage live waiting replied must_ask transferred expired taught called_back threaded private complains",
    ),
    "units": _record(  # agents by number; beyond those, the desks of agents with several contacts in hand
        f8="back_at off_at booked until left since",
        i8="step",
        i4="person team contact first_in_inbox last_in_inbox timer then before after in_hand desks first_desk law",
        i1="on_duty attentive choosing on_the_phone",
    ),
    "teams": _record(
        f8="authority report_every report_loses poll_minutes solution_days updates_every friendly attentive away",
        i8="callers messages",
        i4="first_agent agents duty duties first_idle last_idle idle on_duty holding escalates_to first_turn"
        " told_turns",
        i1="callers_first side_by_side offering distracted",
    ),
    "channels": _record(
        f8="pace young_shift believed stated ask_after patience answers hand_off utility weight",
        i4="team lines",
        i1="synchronous spoken written social public open has_stated",
    ),
    "sources": _record(
        f8="severe sensitive invoice_cut",
        u8="reactions kinds reader",
        i4="causes limits first_cause severity_class tier incident",
        i1="ordered has_page",
    ),
    "laws": _record(f8="scale sigma", u8="key", i4="kind"),
    "told": _record(u8="key", i4="first count"),
    "told_people": _record(u8="reactions kinds reader", i4="tier last_channel", i1="traits severe sensitive"),
    "arrivals": _record(f8="time", i8="case row customer", i4="source"),
    "duty": _record(f8="at", i4="agents"),
    "people": _record(i1="last_used left"),
    "promises": _record(f8="answer solution", i1="answers solves"),
    "nodes": _record(i4="next what about"),
    "archive": _record(i8="count case customer", i4="number", i2="channel"),
    "books": _record(f8="minutes", i1="fixed booked"),
    "incidents": _record(
        f8="at", i8="struck reached opened noticed_after", i4="source first_comment comments", i1="noticed told"
    ),
    "commenters": _record(i8="customer"),
    "queues": _record(f8="made", i8="rank key", i4="contact"),
    "calendar": _record(f8="time", i8="key about planned"),
    "later": _record(f8="time", i8="key about planned"),
    "after": _record(i4="place"),
    "pages": _record(i4="first"),
    "log": ROW,
    "told_values": _NUMBER,
    "waits": _NUMBER,
    "limits": _NUMBER,
    "fits": _NUMBER,
    "attention": _NUMBER,
}
"""What a row of each table looks like."""

WORLD = _record(
    u8="seed",
    i8=" ".join(TABLES)
    + " quantile numpys_draw calendar_count calendar_room calendar_full heap_count planned later_used later_free"
    " open_page pages_mask log_count log_room log_full cases_used cases_room cases_full cases_free contacts_used"
    " contacts_room contacts_full contacts_free nodes_used nodes_room nodes_full nodes_free next_arrival"
    " arrivals_count last_case doomed customers channels_count sources_count teams_count units_count incidents_count"
    " streams law_of_people unit_law most_contacts ranks single wall causes readers readers_count tiers tier_limits"
    " habits queue_room head storm labels reason",
    f8="now horizon until pages_a_minute patience_ratio repeat switch redial returns accepts_advice accepts_redirect"
    " accepts_callback search_minutes write_minutes tries_my_page balk_scale hazard_before hazard_after habit_weight"
    " severity_weight privacy_weight reference_wait repeat_factor duplicate_share duplicate_minutes ask_minutes"
    " ask_minutes_call own_lookup partner_share advises_phone note_minutes juggling escalates confirmation"
    " order_status invoice single_sign_on identification shared_history partner_minutes contact_limit case_limit young"
    " considers_social expects_day real_name privacy_aware learn_own learn_observed learn_transfer learn_unanswered"
    " wrong_address listens generation audience answer_cut firm_turn defenders comments_below helps help_solves"
    " deflection posts_details churn_intercept churn_slope churn_pivot bad_below tells_bad tells_good posts s_base"
    " s_loss s_gain s_gain_cap s_contact s_ask s_hand_off s_friendly s_honest s_illegitimate s_legitimate s_unsolved"
    " s_untouched e_entry e_failed e_look e_contact e_ask memory on_time important_first feedback_used late"
    " storm_worth on_branching on_belief level level_since every coding fixes broadcast_minutes broadcast_reach",
    i1="begun grow broken announces calls_back payers_first asks owned redirects keeps_silent escalating learning"
    " public loyal reputed improving by_count ranked promising archived books_causes answers_in_private broadcasts"
    " on_monitoring watched waits_move",
)
"""The world: where its tables are, how full they are, what the scenario says, and what the company has come to."""


def _rows(table: str) -> Any:
    return rows(WORLD, table, TABLES[table])


case_at = _rows("cases")
contact_at = _rows("contacts")
unit_at = _rows("units")
team_at = _rows("teams")
channel_at = _rows("channels")
source_at = _rows("sources")
law_at = _rows("laws")
told_at = _rows("told")
told_person_at = _rows("told_people")
arrival_at = _rows("arrivals")
duty_at = _rows("duty")
customer_at = _rows("people")
promise_at = _rows("promises")
node_at = _rows("nodes")
threads_at = _rows("archive")
fixed_at = _rows("books")
incident_at = _rows("incidents")
commenter_at = _rows("commenters")
place_at = _rows("queues")
entry_at = _rows("calendar")
later_at = _rows("later")
after_at = _rows("after")
page_at = _rows("pages")
log_at = _rows("log")
told_value_at = _rows("told_values")
wait_at = _rows("waits")
limit_at = _rows("limits")
fit_at = _rows("fits")
attention_at = _rows("attention")
