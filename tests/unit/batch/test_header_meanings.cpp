// SPDX-License-Identifier: Apache-2.0
// Headers as inventories have them, and what they mean.
#include <sourcing/engine.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "batch/plan/header_meanings.hpp"
#include "catch.hpp"

namespace sourcing::test {
namespace {

using batch::Certainty;
using batch::HeaderMeaning;
using batch::HeaderMeanings;

const HeaderMeanings& meanings() {
  static const HeaderMeanings made(engine::embedded_program);
  return made;
}

// `same volume`, `known volume × 52 ÷ 12`, `asked fte`, or nothing.
std::string meaning(std::string_view header) {
  const HeaderMeaning found = meanings().of(header);
  if (found.target.empty()) return "";
  std::string text = found.certainty == Certainty::same    ? "same "
                     : found.certainty == Certainty::known ? "known "
                                                           : "asked ";
  text += found.target;
  if (!found.times.empty()) text += " × " + std::string(found.times);
  if (!found.divide_by.empty()) text += " ÷ " + std::string(found.divide_by);
  return text;
}

struct Case {
  std::string_view header, expected;
};

void check(const std::vector<Case>& cases) {
  for (const Case& each : cases) {
    INFO(each.header);
    CHECK(meaning(each.header) == each.expected);
  }
}

TEST_CASE("other words for a column are known, however they are joined, cut off or accented") {
  check({{"Cód.", "known id"},
         {"CÓDIGO", "known id"},
         {"Codi del procés", "known id"},
         {"Dept.", "known function"},
         {"Departament", "known function"},
         {"Área funcional", "known function"},
         {"Responsable del proceso", "known owner"},
         {"Process owner", "known owner"},
         {"Unidad de negocio", "known entity"},
         {"Coste anual por FTE (€)", "known cost_per_fte"},
         {"Idioma de trabajo", "known language"},
         {"Sprache", "known language"},
         {"Horas de solape", "known overlap_hours"},
         {"Vol. mensual", "known volume"},
         {"Preparació per a l’automatització", "known automation_readiness"}});
}

TEST_CASE("a criterion's own name may have small words, its unit or its whole scale beside it") {
  check({{"Sensibilidad de datos", "same data_sensitivity"},
         {"Sensibilitat de dades", "same data_sensitivity"},
         {"Complejidad (1-5)", "same complexity"},
         {"Complexity, 1 to 5", "same complexity"},
         {"Complejidad\n[alta/media/baja]", "same complexity"},
         {"Volumen (nº de casos al mes)", "same volume"},
         {"¿Regulado? (S/N)", "same regulated"},
         {"Nivel de complejidad", "known complexity"}});
}

TEST_CASE("a scale that is another, or turned round, is asked about") {
  check({{"Complexity (1-10)", "asked complexity"},
         {"Complejidad (0-5)", "asked complexity"},
         {"Complexity (1 = high, 5 = low)", "asked complexity"},
         {"Complexity (5 = simple)", "asked complexity"},
         {"Compl.", "asked complexity"},
         {"Complejidad (inversa)", "asked complexity"}});
}

TEST_CASE("what counts by another period says by how much") {
  check({{"Casos al mes", "known volume"},
         {"Número de casos por mes", "known volume"},
         {"Transactions per month", "known volume"},
         {"Volumen anual", "known volume ÷ 12"},
         {"Volume (per year)", "known volume ÷ 12"},
         {"Operacions trimestrals", "known volume ÷ 3"},
         {"Transactions per week", "known volume × 52 ÷ 12"},
         {"Transactions", "asked volume"},
         {"Volumen anual por mes", ""},
         {"Transactions per week (year)", ""},
         {"Complejidad anual", ""}});
}

TEST_CASE("what may be several things, or none of ours, means nothing") {
  check({{"Comp.", ""},
         {"Código de departamento", ""},
         {"Riesgo", ""},
         {"Notas", ""},
         {"(1-5)", ""},
         {"", ""},
         {"de la", ""},
         {"Proceso", "known name"},
         {"Process level", "same process_level"}});
  CHECK(meaning(std::string(300, 'x')).empty());
}

TEST_CASE("each name of data/headers.json means what it stands under") {
  const json::Value root = json::parse(batch::embedded_headers_json, "headers.json").root;
  std::size_t names = 0;
  for (const json::Value& column : root.find("columns")->items) {
    const std::string& target = column.find("to")->text;
    for (const json::Member& language : column.find("names")->members) {
      for (const json::Value& name : language.value.items) {
        INFO(name.text);
        CHECK(meanings().of(name.text).target == target);
        ++names;
      }
    }
  }
  CHECK(names > 100);
}

}  // namespace
}  // namespace sourcing::test
