// SPDX-License-Identifier: Apache-2.0
#include <sourcing/batch.hpp>

#include "catch.hpp"
#include "unit/batch/support.hpp"

using namespace sourcing;
using namespace sourcing::test;

namespace {

const std::string header = "id,name,judgment,volume\n";

std::vector<std::string> codes(const Outcome& outcome) {
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
  const Outcome outcome = judge(header + "a,A,1,high\nb,B,5,low\n");
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
    const Outcome outcome = judge(header + "a,A,1,1\n" + row + "\nb,B,2,2\n");
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
  const Outcome outcome = judge(header + "a,A,1,1\nb,\"B,2,2\nc,C,3,3\nd,D,4,4\n");
  CHECK(outcome.report.end == BatchEnd::broken_input);
  CHECK(codes(outcome) == Codes{"3 E0313"});
  CHECK(outcome.report.verdicts == 1);
  CHECK(outcome.report.rows == 2);
  const Outcome large = judge(header + "a,A,1,1\nb,\"" + std::string(3U << 20U, 'x'));
  CHECK(codes(large) == Codes{"3 E0314"});
  CHECK(large.report.end == BatchEnd::broken_input);
}

TEST_CASE("headers are matched, and a near miss is an error until it is named") {
  const std::string near = "id,judgement,volume\na,1,1\n";
  const Outcome refused = judge(near);
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
  const Outcome foreign = judge("id,judgment,owner,cost centre\na,1,x,y\n");
  CHECK(foreign.report.verdicts == 1);
  CHECK(foreign.told.warnings.size() == 1);
}

TEST_CASE("--append keeps the input's columns byte for byte") {
  BatchOptions options;
  options.append = true;
  const Outcome outcome = judge("name,judgment,status\n\"A, \"\"b\"\"\", 4 ,=x\nshort\n", options);
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
  const Outcome outcome = judge(header + "a,A,1,1\nb,\"B,\nx\",9,1\n", options);
  CHECK(lines(outcome.out).size() == 2);
  CHECK(outcome.rejects ==
        "row,line,byte_offset,column,code,reason,record\n"
        "2,3,32,judgment,E0203,\"the value is outside the range of `judgment`; it takes 1 to 5, or "
        "a level's word\",\"b,\"\"B,\nx\"\",9,1\"\n");
}

TEST_CASE("limits and single rows") {
  const std::string text = header + "a,A,1,1\nb,B,9,1\nc,C,9,1\nd,D,2,1\n";
  BatchOptions options;
  options.limit = 2;
  CHECK(judge(text, options).report.rows == 2);
  options = {};
  options.most_errors = 1;
  const Outcome stopped = judge(text, options);
  CHECK(stopped.report.end == BatchEnd::too_many_errors);
  CHECK(stopped.report.rows == 2);
  CHECK(lines(stopped.out).size() == 3);
  options = {};
  options.row = 4;
  options.format = Format::ndjson;
  const Outcome one = judge(text, options);
  CHECK(one.report.rows == 1);
  CHECK(one.out.find("\"id\":\"d\"") != std::string::npos);
}

TEST_CASE("NDJSON takes the same options") {
  BatchOptions options;
  options.unknown = {"?"};
  options.map = {{"Judgement", "judgment"}};
  const Outcome outcome = judge(
      "{\"id\":\"a\",\"Judgement\":5,\"volume\":\"?\"}\n\n{\"id\":\"b\",\"nope\":1}\nnot json\n",
      options);
  CHECK(outcome.report.input == "ndjson");
  CHECK(outcome.report.rows == 3);
  CHECK(outcome.report.verdicts == 1);
  CHECK(codes(outcome) == Codes{"3 E0201", "4 E0106"});
  CHECK(lines(outcome.out).size() == 4);
}

TEST_CASE("formulas are made harmless unless they are asked for") {
  const std::string text = header + "=1+1,@x,1,1\n";
  CHECK(lines(judge(text).out)[1].starts_with("'=1+1,"));
  BatchOptions options;
  options.raw = true;
  CHECK(lines(judge(text, options).out)[1].starts_with("=1+1,"));
}
