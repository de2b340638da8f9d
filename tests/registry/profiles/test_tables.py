from __future__ import annotations

import pytest

from registry.profiles.base import ProfileError, RowProblem
from registry.profiles.tables import CellError, check_header, converted_rows, header_of, table_files


@pytest.fixture
def table(tmp_path):
    def write(content, name="table.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "this file is empty"),
        (b"\n\n\n", "this file is empty"),
        (b"a,b\n", "a header but no rows"),
        (b"a,b\n\n\n", "a header but no rows"),
        ("a,b\n1,2\n".encode("utf-16"), "not text in UTF-8"),
        ("a,b\ncaf\xe9,2\n".encode("latin-1"), "not text in UTF-8"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08", "not a text file"),
        (b"a,b\n1,2\n1,\x00\n", "not a text file"),
        (b'a,b\n1,2\n1,"never closed\n1,2\n', "from line 3 on this is not CSV"),
        (b'a,b\n1,"x"y\n', "from line 2 on this is not CSV"),
        (b"a,b\n1," + b"x" * 200_000 + b"\n", "from line 2 on this is not CSV"),
    ],
)
def test_a_file_that_is_broken_anywhere_is_refused_at_once(table, content, words):
    with pytest.raises(ProfileError, match=f"table.csv: .*{words}"):
        header_of(table(content))


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (("a", "b"), "Needed are exactly a, b, c"),
        (("a", "b", "c", "d"), "its columns are a, b, c, d"),
        (("a", "b", "b"), "Needed are exactly"),
        (("a", "b", "c", "c"), "Needed are exactly"),
        (("A", "b", "c"), "Needed are exactly"),
        (("a;b;c",), "separated by semicolons"),
    ],
)
def test_a_wrong_header_is_refused(table, header, words):
    with pytest.raises(ProfileError, match=words):
        check_header(table("x"), header, ("a", "b", "c"))


def test_the_columns_may_stand_in_any_order(table):
    check_header(table("x"), ("c", "a", "b"), ("a", "b", "c"))


def test_a_byte_order_mark_is_no_part_of_the_first_column(table):
    assert header_of(table(b"\xef\xbb\xbfa,b\n1,2\n")) == ("a", "b")


def _rows(path):
    return list(converted_rows(path, ("a", "b"), lambda row: (row.line, dict(row.cells))))


def test_each_row_says_on_which_line_it_starts(table):
    path = table('a,b\r\n1,"two\r\nlines"\r\n\r\n3,4\r\n')
    assert _rows(path) == [(2, {"a": "1", "b": "two\r\nlines"}), (5, {"a": "3", "b": "4"})]


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("1", "", "1 cells where the header names 2"),
        ("1,2,3", "", "3 cells"),
        (" ", "", "1 cells"),
        (",2", "a", "empty"),
        ("1, ", "b", "empty"),
        (",", "a", "empty"),
    ],
)
def test_a_broken_row_is_a_problem_and_the_next_row_still_comes(table, row, column, words):
    problem, good = _rows(table(f"a,b\n{row}\n5,6\n"))
    assert isinstance(problem, RowProblem)
    assert (problem.line, problem.column, problem.file) == (2, column, "table.csv")
    assert words in problem.reason
    assert good == (3, {"a": "5", "b": "6"})


def _nobody(_row):
    return None


def test_a_row_that_holds_nobody_is_left_out(table):
    assert list(converted_rows(table("a,b\n1,2\n"), ("a", "b"), _nobody)) == []


def test_another_error_in_a_conversion_is_not_taken_for_a_broken_row(table):
    def convert(row):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(converted_rows(table("a,b\n1,2\n"), ("a", "b"), convert))


def test_a_file_that_vanishes_between_checking_and_reading_is_an_error(table):
    path = table("a,b\n1,2\n")
    rows = converted_rows(path, header_of(path), _nobody)
    path.unlink()
    with pytest.raises(ProfileError, match="cannot be opened"):
        next(rows)


def test_a_cell_error_names_its_column():
    assert str(CellError("age", "too old")) == "age: too old"


def test_a_folder_is_read_in_order_of_name_and_only_its_csv_files(table, tmp_path):
    table("x", "b.csv")
    table("x", "a.csv")
    table("x", "README.md")
    (tmp_path / "c.csv").mkdir()
    assert [file.name for file in table_files(tmp_path)] == ["a.csv", "b.csv"]


def test_a_folder_without_csv_files_is_refused(table, tmp_path):
    table("x", "README.md")
    with pytest.raises(ProfileError, match=r"holds no \.csv file"):
        table_files(tmp_path)


def test_a_path_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(ProfileError, match="nowhere: there is no such file or folder"):
        table_files(tmp_path / "nowhere")
