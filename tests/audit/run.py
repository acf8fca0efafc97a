#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs again what an audit of the program's edges had shown to go wrong; each case says what must hold.

usage: run.py PROGRAM DATA [CASE...]

The audit counted 37 defects. `DEFECTS` says for each which case brings it about, or which other
suite does; a number without one is an error.
"""
import sys
import tempfile
import time
from pathlib import Path

import cases_edges as edges
import cases_log as log
import cases_model as model

RECORDS, UNIT = "tests/records", "tests/unit/library"

DEFECTS = {
    1: log.nothing_is_recorded_that_is_not_text,
    2: RECORDS, 8: RECORDS, 9: RECORDS,
    3: edges.outputs_keep_what_is_read,
    4: edges.streams_are_written_through,
    5: edges.a_dry_run_writes_nothing,
    6: model.a_rule_that_matters_is_not_said_never_to,
    7: model.generated_cases_have_an_end,
    10: edges.a_folder_that_decides_says_so,
    11: edges.signals_and_threads,
    12: UNIT,
    13: edges.what_does_not_block_is_waited_for,
    14: log.no_escape_of_a_log_reaches_a_terminal,
    15: log.a_long_line_is_no_log,
    16: log.zeros_at_the_end_are_a_torn_line,
    17: edges.signals_and_threads,
    18: log.a_line_has_one_form,
    19: log.an_empty_log_stands_for_nothing,
    20: log.a_record_is_held_to_its_schema,
    21: log.a_time_that_was_given_says_so,
    22: log.a_log_is_its_owners_and_waited_for,
    23: log.records_are_written_as_they_come,
    24: edges.no_spreadsheet_cuts_out_a_formula,
    25: edges.names_of_temporary_files_never_run_out,
    26: edges.a_file_is_replaced_as_its_owner_has_it,
    27: edges.messages_have_an_end,
    28: edges.no_fifo_is_waited_for,
    29: UNIT,
    30: edges.values_are_not_given_twice,
    31: (log.memory_is_a_few_times_the_line, edges.nothing_of_others_comes_out),
    32: log.many_differences_are_counted,
    33: "tests/property",
    34: log.no_escape_of_a_log_reaches_a_terminal,
    35: "bench",
    36: model.a_row_names_the_rule_of_its_disposition,
    37: log.nothing_is_chained_to_an_edited_line,
}

assert sorted(DEFECTS) == list(range(1, 38))

cases = []
for each in DEFECTS.values():
    cases += [one for one in (each if isinstance(each, tuple) else (each,)) if callable(one) and one not in cases]
for case in cases:
    if sys.argv[3:] and case.__name__ not in sys.argv[3:]:
        continue
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        case(Path(name))
    print(f"{case.__name__}: fine ({time.monotonic() - begun:.1f} s)", flush=True)
