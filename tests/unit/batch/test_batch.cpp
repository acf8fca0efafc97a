// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <sourcing/batch.hpp>

#include "catch.hpp"
#include "render/row.hpp"
#include "unit/batch/support.hpp"

using namespace sourcing;
using namespace sourcing::test;

namespace {

const std::string header = "id,name,judgment,volume\n";

std::vector<std::string> codes(const BatchOutcome& outcome) {
  std::vector<std::string> result;
  for (const Failure& failure : outcome.told.failures) {
    for (const Problem& problem : failure.problems) {
      result.push_back(std::to_string(problem.line) + " " + problem.code);
    }
  }
  return result;
}

using Codes = std::vector<std::string>;

}  // namespace

TEST_CASE("each row comes out once, in order") {
  const BatchOutcome outcome = judge(header + "a,A,1,high\nb,B,5,low\n");
  const auto rows = lines(outcome.out);
  REQUIRE(rows.size() == 3);
  CHECK(rows[1].starts_with("a,"));
  CHECK(rows[2].starts_with("b,"));
  CHECK(rows[1].find("BPO") != std::string::npos);
  CHECK(rows[2].find("KPO") != std::string::npos);
  CHECK(outcome.report.rows == 2);
  CHECK(outcome.report.verdicts == 2);
}

TEST_CASE("line ends, marks and delimiters do not change a verdict") {
  const std::string plain = judge(header + "a,A,4.5,high\n").out;
  CHECK(judge("id,name,judgment,volume\r\na,A,4.5,high\r\n").out == plain);
  CHECK(judge("id,name,judgment,volume\ra,A,4.5,high\r").out == plain);
  CHECK(judge(header + "a,A,4.5,high").out == plain);
  CHECK(judge("\n\n" + header + "\n\na,A,4.5,high\n\n").out == plain);
  CHECK(judge("id;name;judgment;volume\na;A;4,5;high\n").out == plain);
  CHECK(judge("id\tname\tjudgment\tvolume\na\tA\t4.5\thigh\n").out == plain);
  CHECK(judge("id|name|judgment|volume\na|A|4,50|high\n").out == plain);
  CHECK(judge("ID,\"Name\",Judgment , volume\na,A,4.5,high\n").out == plain);
  CHECK(judge("id,name,judgment,volume\na,\"A\",\"4.5\",\"high\"\n").out == plain);
  CHECK(judge("id;name;judgment;volume\na;A;4,5;high\n").told.notes.size() == 1);
}

TEST_CASE("bad rows are errors with a place, and the others are judged") {
  const auto bad = [](const std::string& row) {
    const BatchOutcome outcome = judge(header + "a,A,1,1\n" + row + "\nb,B,2,2\n");
    CHECK(outcome.report.rows == 3);
    CHECK(outcome.report.verdicts == 2);
    CHECK(lines(outcome.out).size() == 4);
    CHECK(outcome.out.find(",error,") != std::string::npos);
    return codes(outcome);
  };
  CHECK(bad("x,X,9,1") == Codes{"3 E0203"});
  CHECK(bad("x,X,4.555,1") == Codes{"3 E0205"});
  CHECK(bad("x,X,huge,-1") == Codes{"3 E0204", "3 E0203"});
  CHECK(bad("x,X,4..2,1") == Codes{"3 E0206"});
  CHECK(bad("x,X,4..,1") == Codes{"3 E0207"});
  CHECK(bad("x,X,1") == Codes{"3 E0311"});
  CHECK(bad("x,X,1,2,3") == Codes{"3 E0311"});
  CHECK(bad("x,\"X\"y,1,1") == Codes{"3 E0312"});
  CHECK(bad(std::string("x,X\0,1,1", 8)) == Codes{"3 E0315"});
  CHECK(bad("x,X\x1b[2J,1,1") == Codes{"3 E0315"});
  CHECK(bad("x,caf\xE9,1,1") == Codes{"3 E0316"});
}

TEST_CASE("a quote that is never closed does not swallow the rest in silence") {
  const BatchOutcome outcome = judge(header + "a,A,1,1\nb,\"B,2,2\nc,C,3,3\nd,D,4,4\n");
  CHECK(outcome.report.end == BatchEnd::broken_input);
  CHECK(codes(outcome) == Codes{"3 E0313"});
  CHECK(outcome.report.verdicts == 1);
  CHECK(outcome.report.rows == 2);
  const BatchOutcome large = judge(header + "a,A,1,1\nb,\"" + std::string(3U << 20U, 'x'));
  CHECK(codes(large) == Codes{"3 E0314"});
  CHECK(large.report.end == BatchEnd::broken_input);
}

TEST_CASE("a quote in the header opens a field only where one begins, and must be closed") {
  // Where one that opens nothing is followed to the next quote, the rows below vanish.
  CHECK(judge("id,judgment,5\"\"\n1,3,x\n2,4,y\n").report.verdicts == 2);
  CHECK(judge("judgment,id;\"x\n3,\"a\"\n2,b\n").report.verdicts == 2);
  CHECK(judge("judgment,\"a \"\"b\"\",\nc\"\n3,x\n").report.verdicts == 1);
  BatchOptions caret;
  caret.delimiter = '^';
  const BatchOutcome spread = judge("\"a\nb\"^\"c\nd\"^judgment\nx^y^9\n", caret);
  CHECK(codes(spread) == Codes{"4 E0203"});
  for (const std::string text :
       {"judgment,\"id\n3,a\n4,b\n", "\"judgment,id\n3,a\n", "judgment,\"x\ny\",\"id\n3,a\n"}) {
    const BatchOutcome open = judge(text);
    CHECK(open.report.end == BatchEnd::bad_header);
    REQUIRE(open.report.problems.size() == 1);
    CHECK(open.report.problems[0].code == "E0313");
    CHECK(open.report.problems[0].line == (text.find("y\"") == std::string::npos ? 1 : 2));
    CHECK(open.out.empty());
  }
}

TEST_CASE("a first line that names no criterion: what stands below it is told") {
  const auto hint = [](std::string_view text) { return judge(text).report.problems.at(0).hint; };
  CHECK(hint("Inventory 2026\n\n,,\nid;name;judgment\n1;a;3\n") ==
        "line 4 looks like the header: say --header-row 4");
  CHECK(hint("no json\n{\"judgment\":3}\n") ==
        "line 2 looks like NDJSON, which begins with an object: take out what is above it");
  CHECK(hint("[{\"judgment\":3}]") == "a JSON array is not read; write one task a line (NDJSON)");
  CHECK(
      hint("shelf,city\na,b\n") ==
      "`sourcing model show` lists them; name the columns with --map 'Their header=criterion', or "
      "say --no-header if the first line names none");
  CHECK(judge("  \n\t\nid,judgment\n1,3\n").report.verdicts == 1);
}

TEST_CASE(
    "an object over many lines is one error that says what to do, the id may be in any case") {
  for (const std::string_view pretty :
       {"{\n  \"judgment\": 3\n}\n", "\n{ \"judgment\": 3,\r\n}\r\n", "{\"judgment\": [\n2, 3]}"}) {
    const BatchOutcome told = judge(pretty);
    CHECK(told.report.end == BatchEnd::bad_header);
    CHECK(told.told.failures.empty());
    REQUIRE(told.report.problems.size() == 1);
    CHECK(told.report.problems[0].message ==
          "one object over many lines: a line of NDJSON is a whole one");
    CHECK(told.report.problems[0].hint.starts_with("`sourcing classify` reads it"));
  }
  // A line that is broken is one row's error.
  CHECK(judge("{\"judgment\": 3\n{\"judgment\": 4}\n").report.verdicts == 1);
  BatchOptions options;
  options.id_column = "ref";
  options.columns = {"id", "status"};
  CHECK(judge("{\"Ref\":\"a1\",\"judgment\":4}\n", options).out == "id,status\na1,tentative\n");
  CHECK(judge("Ref,judgment\na1,4\n", options).out == "id,status\na1,tentative\n");
}

TEST_CASE("what is too long ends the reading in the same place, however it is cut") {
  const std::string mebibyte(std::size_t{1} << 20U, 'x');
  struct Case {
    std::string row, code;
  };
  const Case cases[] = {{"b," + mebibyte + "y,9,9", "E0314"},
                        {"b,\"" + mebibyte + "\",9,9", "E0314"},
                        {"b,\"" + mebibyte + ",9,9", "E0314"},
                        {"b," + mebibyte + "\r", "E0314"},
                        {"b," + mebibyte + ",9,1", ""}};
  for (const Case& each : cases) {
    const std::string text = header + "a,A,1,1\n" + each.row + "\nc,C,3,3\n";
    std::optional<BatchOutcome> first;
    for (const std::size_t block : {std::size_t{64}, std::size_t{700'000}, std::size_t{5} << 20U}) {
      for (const std::size_t chunk : {std::size_t{1} << 16U, std::size_t{9} << 20U}) {
        BatchOptions options;
        options.block_bytes = block;
        options.rejects = true;
        BatchOutcome outcome = judge(Engine::embedded(), text, options, chunk);
        if (!each.code.empty()) {
          CHECK(codes(outcome) == Codes{"3 " + each.code});
          CHECK(outcome.report.end == BatchEnd::broken_input);
          CHECK(outcome.report.rows == 2);
        } else {
          CHECK(codes(outcome) == Codes{"3 E0203"});
          CHECK(outcome.report.rows == 3);
        }
        if (first) {
          CHECK(outcome.out == first->out);
          CHECK(outcome.rejects == first->rejects);
        } else {
          first = std::move(outcome);
        }
      }
    }
  }
  std::string wide = "judgment", row = "9";
  for (int i = 0; i < 10; ++i) {
    wide += ",c" + std::to_string(i);
    row += ',' + mebibyte.substr(1);
  }
  for (const std::size_t block : {std::size_t{64}, std::size_t{20} << 20U}) {
    BatchOptions options;
    options.block_bytes = block;
    CHECK(codes(judge(wide + "\n" + row + "\n" + row + "\n", options)) == Codes{"2 E0317"});
  }
}

TEST_CASE("an NDJSON line that is too long is passed over, and the others are judged") {
  const std::string line = "{\"judgment\":3}\n";
  const std::string text =
      line + "{\"id\":\"" + std::string(std::size_t{40} << 20U, 'x') + "\"}\n" + line;
  for (const std::size_t block : {std::size_t{64}, std::size_t{64} << 20U}) {
    BatchOptions options;
    options.block_bytes = block;
    const BatchOutcome outcome = judge(Engine::embedded(), text, options, std::size_t{1} << 20U);
    CHECK(codes(outcome) == Codes{"2 E0102"});
    CHECK(outcome.report.rows == 3);
    CHECK(outcome.report.verdicts == 2);
  }
}

TEST_CASE("a number that may be one or a thousand is refused where either sign is in use") {
  const auto cell = [](const std::string& text) {
    return codes(judge("id;volume;judgment\n1;" + text + ";3\n"));
  };
  for (const std::string text : {"1.000", "1,000", "12.500", "100,000", "5..1.000"}) {
    CAPTURE(text);
    CHECK(cell(text) == Codes{"2 E0210"});
  }
  for (const std::string text : {"0,500", "1,0", "1.00", "1000", "1000,000", "1234.000"}) {
    CAPTURE(text);
    CHECK(cell(text) != Codes{"2 E0210"});
  }
  CHECK(codes(judge("id,volume\n1,1.000\n")) == Codes{"2 E0210"});
  CHECK(judge("id;judgment\n1;4,500\n").report.verdicts == 1);
}

TEST_CASE("headers are matched, and a near miss is an error until it is named") {
  const std::string near = "id,judgement,volume\na,1,1\n";
  const BatchOutcome refused = judge(near);
  CHECK(refused.report.end == BatchEnd::bad_header);
  REQUIRE(refused.report.problems.size() == 1);
  CHECK(refused.report.problems[0].code == "E0303");
  CHECK(refused.out.empty());
  BatchOptions mapped;
  mapped.map = {{"Judgement", "judgment"}};
  CHECK(judge(near, mapped).report.verdicts == 1);
  BatchOptions ignored;
  ignored.ignore = {"judgement"};
  CHECK(judge(near, ignored).report.verdicts == 1);
  CHECK(judge("id,volume,Volume\na,1,1\n").report.problems.at(0).code == "E0304");
  CHECK(judge("id,name\na,b\n").report.problems.at(0).code == "E0302");
  CHECK(judge("").report.problems.at(0).code == "E0301");
  BatchOptions twice;
  twice.map = {{"owner", "judgment"}, {"Owner", "insight"}};
  twice.ignore = {"nowhere"};
  const BatchOutcome wrong = judge("id,owner\na,1\n", twice);
  REQUIRE(wrong.report.problems.size() == 2);
  CHECK(wrong.report.problems[0].message == "--map: `Owner` is mapped twice");
  CHECK(wrong.report.problems[1].message == "--ignore: the input has no column `nowhere`");
  CHECK(judge("id,'judgment'\na,1\n").report.verdicts == 1);
  CHECK(judge("id,Judgment (1-10),volume\na,1,1\n").told.warnings.at(0) ==
        "columns that are no criteria are passed over: `Judgment (1-10)` (is it `judgment`?)");
  const BatchOutcome foreign = judge("id,judgment,owner,cost centre\na,1,x,y\n");
  CHECK(foreign.report.verdicts == 1);
  CHECK(foreign.told.warnings.size() == 1);
}

TEST_CASE("--append keeps the input's columns byte for byte") {
  BatchOptions options;
  options.append = true;
  const BatchOutcome outcome =
      judge("name,judgment,status\n\"A, \"\"b\"\"\", 4 ,=x\nshort\n", options);
  const auto rows = lines(outcome.out);
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].starts_with("name,judgment,status,id,disposition,"));
  CHECK(rows[0].find(",sourcing_status,") != std::string::npos);
  CHECK(rows[1].starts_with("\"A, \"\"b\"\"\", 4 ,=x,1,"));
  CHECK(rows[2].starts_with("short,,,2,"));
}

TEST_CASE("rejects hold the row unchanged, and the results nothing of it") {
  BatchOptions options;
  options.rejects = true;
  const BatchOutcome outcome = judge(header + "a,A,1,1\nb,\"B,\nx\",9,1\n", options);
  CHECK(lines(outcome.out).size() == 2);
  CHECK(outcome.rejects ==
        "row,line,byte_offset,column,code,reason,record\n"
        "2,3,32,judgment,E0203,\"the value is outside the range of `judgment`; it takes 1 to 5, or "
        "a level's word; is it on a scale of 1 to 10?\",\"b,\"\"B,\nx\"\",9,1\"\n");
}

TEST_CASE("limits and single rows") {
  const std::string text = header + "a,A,1,1\nb,B,9,1\nc,C,9,1\nd,D,2,1\n";
  BatchOptions options;
  options.limit = 2;
  CHECK(judge(text, options).report.rows == 2);
  options = {};
  options.most_errors = 1;
  const BatchOutcome stopped = judge(text, options);
  CHECK(stopped.report.end == BatchEnd::too_many_errors);
  CHECK(stopped.report.rows == 2);
  CHECK(lines(stopped.out).size() == 3);
  options = {};
  options.row = 4;
  options.format = Format::ndjson;
  const BatchOutcome one = judge(text, options);
  CHECK(one.report.rows == 1);
  CHECK(one.out.find("\"id\":\"d\"") != std::string::npos);
}

TEST_CASE("NDJSON takes the same options") {
  BatchOptions options;
  options.unknown = {"?"};
  options.map = {{"Judgement", "judgment"}};
  const BatchOutcome outcome = judge(
      "{\"id\":\"a\",\"Judgement\":5,\"volume\":\"?\"}\n\n{\"id\":\"b\",\"nope\":1}\nnot json\n",
      options);
  CHECK(outcome.report.input == "ndjson");
  CHECK(outcome.report.rows == 3);
  CHECK(outcome.report.verdicts == 1);
  CHECK(codes(outcome) == Codes{"3 E0201", "4 E0106"});
  CHECK(lines(outcome.out).size() == 4);
}

TEST_CASE("a field that nobody knows is refused, even where it says nothing") {
  const BatchOutcome outcome = judge("{\"judgment\":5}\n{\"judgement\":null}\n");
  CHECK(codes(outcome) == Codes{"2 E0201"});
}

TEST_CASE("a number may mean unknown in a cell") {
  BatchOptions options;
  options.unknown = {"0", "3"};
  options.columns = {"id", "status"};
  const BatchOutcome outcome =
      judge("id,judgment,volume\na,3,0\nb,4,0\nc,3.0,0.0\nd,2..3,3\n", options);
  CHECK(outcome.out == "id,status\na,undetermined\nb,tentative\nc,tentative\nd,tentative\n");
  // In JSON, words mean unknown.
  const BatchOutcome json = judge("{\"id\":\"a\",\"judgment\":3}\n", options);
  CHECK(json.out == "id,status\na,tentative\n");
}

TEST_CASE("no value of a task is in a message unless asked for") {
  const std::string text =
      "{\"judgment\":\"secret\"}\n{\"judgment\":secret}\n{\"judgment\":true}\n{\"id\":77}\n"
      "{\"activity\":\"secret\"}\n{\"judgment\":-Infinity}\n{\"volume\":77e999}\n{\"volume\":-77}\n"
      "{\"judgment\":{\"value\":\"secret\"}}\n{\"judgment\":[\"secret\",77]}\n";
  const BatchOutcome outcome = judge(text);
  CHECK(outcome.report.rejects == 10);
  CAPTURE(outcome.out);
  for (const std::string_view secret : {"secret", "found true", "77", "nfinity"}) {
    CHECK(outcome.out.find(secret) == std::string::npos);
  }
  BatchOptions options;
  options.show_values = true;
  CHECK(judge(text, options).out.find("secret") != std::string::npos);
}

TEST_CASE("--append takes CSV, and names columns anew until they are free") {
  BatchOptions options;
  options.append = true;
  CHECK(judge("{\"judgment\":3}\n", options).report.problems.at(0).code == "E0605");
  options.columns = {"status"};
  CHECK(lines(judge("judgment,status,sourcing_status\n3,x,y\n", options).out).at(0) ==
        "judgment,status,sourcing_status,sourcing_sourcing_status");
  options = {};
  options.map = {{"x", "jugdment"}};
  CHECK(judge("{\"x\":3}\n", options).report.problems.at(0).code == "E0305");
}

TEST_CASE("formulas are made harmless unless they are asked for") {
  const std::string text = header + "=1+1,@x,1,1\n";
  CHECK(lines(judge(text).out)[1].starts_with("'=1+1,"));
  BatchOptions options;
  options.raw = true;
  CHECK(lines(judge(text, options).out)[1].starts_with("=1+1,"));
}

TEST_CASE("a column says the same wherever it stands, and alone") {
  const std::vector<std::string> all(render::columns.begin(), render::columns.end());
  const std::string input = header +
                            "a,A,1,high\n\"b;b\",B \"b\",5,low\n,=A+1,3..4,?\n-d,,,\n"
                            "é,ñ,2,1\nf,'F',4.5,5\ng,G,9,1\n";
  const auto judged = [&](const std::vector<std::string>& columns) {
    BatchOptions options;
    options.columns = columns;
    options.format = Format::tsv;  // in which none of these cells needs quotes for its commas
    return lines(judge(input, options).out);
  };
  const auto cell = [](std::string line, std::size_t i) {
    for (; i > 0; --i) line.erase(0, line.find('\t') + 1);
    return line.substr(0, line.find('\t'));
  };
  const auto usual = judged({});
  CHECK(judged(all) == usual);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto alone = judged({all[i]}), behind = judged({"margin", all[i], all[i]});
    REQUIRE(alone.size() == usual.size());
    REQUIRE(behind.size() == usual.size());
    for (std::size_t row = 0; row < usual.size(); ++row) {
      INFO(all[i] << " of line " << row + 1 << ": " << usual[row]);
      CHECK(alone[row] == cell(usual[row], i));
      CHECK(cell(behind[row], 1) == cell(usual[row], i));
      CHECK(cell(behind[row], 2) == cell(usual[row], i));
    }
  }
  // All but the last take the quick way too.
  auto fewer = all;
  fewer.pop_back();
  const auto without = judged(fewer);
  REQUIRE(without.size() == usual.size());
  for (std::size_t row = 0; row < usual.size(); ++row) {
    CHECK(without[row] + '\t' + cell(usual[row], all.size() - 1) == usual[row]);
  }
}

TEST_CASE("what is assumed off the scale, or for another model, is not assumed") {
  const std::string input = header + "a,A,3,\nb,B,,high\n";
  const std::size_t own = make_task(Engine::embedded()).answers.size();
  for (const std::size_t size : {std::size_t{1}, own, std::size_t{300}}) {
    BatchOptions options;
    options.assumed.answers.resize(size);
    for (Answer& answer : options.assumed.answers) {
      answer.origin = Origin::option;
      answer.low = answer.high = 60'000;
    }
    for (const Format format : {Format::csv, Format::ndjson}) {
      options.format = format;
      BatchOptions plain;
      plain.format = format;
      CHECK(judge(input, options).out == judge(input, plain).out);
    }
  }
}
