// SPDX-License-Identifier: Apache-2.0
// A small model with every scale, a gate, a rule and an activity; tests break it in one place.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace sourcing::test {

inline constexpr std::string_view tiny_model =
    R"json({"schema": "sourcing.model/1", "id": "tiny", "version": "1", "title": {"en": "T", "ca": "T"},
 "languages": ["en", "ca"],
 "criteria": [
  {"id": "judgment", "label": {"en": "J", "ca": "J"}, "question": {"en": "J?", "ca": "J?"}, "scale": "level", "neutral": 3,
   "levels": [{"at": 1, "word": "rules", "text": {"en": "1", "ca": "1"}}, {"at": 2, "text": {"en": "2", "ca": "2"}}, {"at": 3, "text": {"en": "3", "ca": "3"}}, {"at": 4, "text": {"en": "4", "ca": "4"}}, {"at": 5, "word": "experts", "text": {"en": "5", "ca": "5"}}]},
  {"id": "hours", "label": {"en": "H", "ca": "H"}, "question": {"en": "H?", "ca": "H?"}, "scale": "number", "min": 0, "max": 8, "step": 0.5, "neutral": 4,
   "levels": [{"at": 0, "word": "none", "text": {"en": "0", "ca": "0"}}, {"at": 8, "text": {"en": "8", "ca": "8"}}]},
  {"id": "volume", "label": {"en": "V", "ca": "V"}, "question": {"en": "V?", "ca": "V?"}, "scale": "bands", "neutral": "some",
   "levels": [{"from": 0, "to": 50, "word": "few", "text": {"en": "f", "ca": "f"}}, {"from": 50, "to": 1000, "word": "some", "text": {"en": "s", "ca": "s"}}, {"from": 1000, "word": "many", "text": {"en": "m", "ca": "m"}}]},
  {"id": "language", "label": {"en": "L", "ca": "L"}, "question": {"en": "L?", "ca": "L?"}, "scale": "choice", "neutral": "global",
   "levels": [{"word": "global", "text": {"en": "g", "ca": "g"}}, {"word": "regional", "text": {"en": "r", "ca": "r"}}, {"word": "local", "text": {"en": "l", "ca": "l"}}]},
  {"id": "regulated", "label": {"en": "R", "ca": "R"}, "question": {"en": "R?", "ca": "R?"}, "scale": "boolean", "neutral": false,
   "levels": [{"word": "false", "text": {"en": "n", "ca": "n"}}, {"word": "true", "text": {"en": "y", "ca": "y"}}]}],
 "axes": {
  "engagement": {"label": {"en": "E", "ca": "E"}, "threshold": 50, "hybrid_band": 8, "low": {"en": "B", "ca": "B"}, "high": {"en": "K", "ca": "K"},
   "weights": [{"criterion": "judgment", "weight": 3, "toward": "high", "for": {"en": "+", "ca": "+"}, "against": {"en": "-", "ca": "-"}},
               {"criterion": "volume", "weight": 1, "toward": "low", "for": {"en": "+", "ca": "+"}, "against": {"en": "-", "ca": "-"}}]},
  "onshore": {"label": {"en": "On", "ca": "On"},
   "weights": [{"criterion": "hours", "weight": 1, "toward": "high", "for": {"en": "+", "ca": "+"}, "against": {"en": "-", "ca": "-"}}]},
  "nearshore": {"label": {"en": "Ne", "ca": "Ne"},
   "weights": [{"criterion": "language", "weight": 1, "steps": {"global": 0, "regional": 2, "local": 1}, "for": {"en": "+", "ca": "+"}, "against": {"en": "-", "ca": "-"}}]},
  "offshore": {"label": {"en": "Of", "ca": "Of"},
   "weights": [{"criterion": "hours", "weight": 1, "toward": "low", "for": {"en": "+", "ca": "+"}, "against": {"en": "-", "ca": "-"}}]}},
 "gates": [
  {"id": "local_gate", "label": {"en": "G", "ca": "G"}, "when": {"criterion": "language", "is": "local"}, "exclude": ["offshore"], "because": {"en": "b", "ca": "b"}, "lifted_by": {"en": "l", "ca": "l"}}],
 "rules": [
  {"id": "expert_rule", "label": {"en": "R", "ca": "R"}, "when": {"all": [{"criterion": "judgment", "at_least": 4}, {"not": {"criterion": "regulated", "is": true}}]}, "then": {"points": {"engagement": -1.5}, "disposition": "retain"}, "because": {"en": "b", "ca": "b"}}],
 "dispositions": {"retain": {"en": "r", "ca": "r"}, "automate_first": {"en": "a", "ca": "a"}, "outsource": {"en": "o", "ca": "o"}, "no_location": {"en": "n", "ca": "n"}},
 "activities": [{"id": "payroll", "names": {"en": "P", "ca": "P"}, "label": "BPO", "source": "s", "profile": {"judgment": [1, 2], "volume": "many", "regulated": true}}]}
)json";

/// `text` with its first `find` replaced.
inline std::string replaced(std::string_view text, std::string_view find, std::string_view by) {
  std::string out(text);
  const std::size_t at = out.find(find);
  if (at == std::string::npos) throw std::logic_error("nothing to replace: " + std::string(find));
  return out.replace(at, find.size(), by);
}

}  // namespace sourcing::test
