// SPDX-License-Identifier: Apache-2.0
#include "batch/write/document_texts.hpp"

#include <algorithm>
#include <unordered_map>

#include "analysis/reasons.hpp"
#include "base/decimal.hpp"

namespace sourcing::batch {

namespace {

using engine::Program;
using render::Place;

// What stands for points there. None are as many.
constexpr Centipoints points_hole = 2'000'000'000;

}  // namespace

class DocumentTexts::Maker {
 public:
  Maker(const Engine& engine, const RenderOptions& options, DocumentTexts& texts)
      : engine_(engine),
        program_(engine.program()),
        documents_(options),
        spoken_(program_, engine::find_language(program_, options.language)),
        json_(document_, documents_.layout()),
        texts_(texts) {}

  void run() {
    render::VerdictJson(json_, engine_).shape([&](Place place) {
      texts_.parts.push_back({keep(document_.substr(cut_)), place});
      cut_ = document_.size();
      values(place);
      const bool member = place == Place::row || place == Place::given_profile;
      if (!member) json_.raw_number("");
    });
    document_ += documents_.after();
    texts_.end = keep(document_.substr(cut_));
    measure();
  }

 private:
  // Texts that are alike are one, and all lie side by side: what is read of a row's fits the cache.
  Text keep(std::string_view text) {
    std::string part;
    documents_.part(part, text);
    const auto known = known_.find(part);
    if (known != known_.end()) return known->second;
    constexpr std::size_t usual = std::size_t{16} << 10;
    if (room_ < part.size() + readable) {
      room_ = std::max(usual, part.size() + readable);
      next_ = texts_.kept_.emplace_back(std::make_unique<char[]>(room_)).get();
    }
    std::copy(part.begin(), part.end(), next_);
    const Text own(next_, part.size());
    next_ += part.size();
    room_ -= part.size();
    known_.emplace(std::move(part), own);
    return own;
  }

  // What `write` would write at the place where the document stands, with a writer of its own.
  template <class Write>
  std::string written(Write write) {
    json::Writer json = json_;
    render::VerdictJson verdict(json, engine_);
    write(json, verdict);
    std::string text = document_.substr(cut_);
    document_.resize(cut_);
    return text;
  }

  Text value(Place place, const Decision& decision) {
    return keep(written(
        [&](json::Writer&, render::VerdictJson& verdict) { verdict.value(place, decision); }));
  }

  template <class T, std::size_t N>
  void names(Place place, std::optional<T> Verdict::*part, std::array<Text, N>& out) {
    for (std::size_t i = 0; i < N; ++i) {
      Decision decision;
      if (i + 1 < N) decision.verdict.*part = static_cast<T>(i);
      out[i] = value(place, decision);
    }
  }

  void values(Place place) {
    switch (place) {
      case Place::id:
        texts_.none = value(place, {});
        break;
      case Place::row:
        texts_.row =
            keep(written([](json::Writer& json, render::VerdictJson&) { json.key("row"); }));
        break;
      case Place::disposition:
        names(place, &Verdict::disposition, texts_.dispositions);
        break;
      case Place::engagement:
        names(place, &Verdict::engagement, texts_.engagements);
        break;
      case Place::location:
        names(place, &Verdict::location, texts_.locations);
        break;
      case Place::status:
        for (std::size_t s = 0; s < texts_.statuses.size(); ++s) {
          Decision decision;
          decision.status = static_cast<Status>(s);
          texts_.statuses[s] = value(place, decision);
        }
        break;
      case Place::proven:
        for (const bool proven : {false, true}) {
          Decision decision;
          decision.proven = proven;
          texts_.flags[proven ? 1 : 0] = value(place, decision);
        }
        break;
      case Place::excluded:
        for (std::size_t set = 0; set < texts_.location_sets.size(); ++set) {
          Decision decision;
          for (std::size_t l = 0; l < location_count; ++l) {
            decision.excluded[l] = ((set >> l) & 1U) != 0;
          }
          texts_.location_sets[set] = value(place, decision);
        }
        break;
      case Place::reasons:
        list();
        reasons();
        break;
      case Place::possible:
        possible();
        break;
      case Place::unknown:
        texts_.empty = value(place, {});
        for (const engine::Criterion& criterion : program_.criteria) {
          texts_.criteria.push_back(
              entry([&](json::Writer& json, auto&) { json.string(criterion.id); }));
        }
        break;
      default:
        break;  // numbers, and what other places have too
    }
  }

  void possible() {
    for (std::size_t d = 0; d < texts_.possible.size(); ++d) {
      for (std::size_t e = 0; e < texts_.possible[d].size(); ++e) {
        for (std::size_t l = 0; l <= location_count; ++l) {
          Decision decision;
          Verdict& verdict = decision.possible.emplace_back().verdict;
          verdict.disposition = static_cast<Disposition>(d);
          verdict.engagement = static_cast<Engagement>(e);
          if (l < location_count) verdict.location = static_cast<Location>(l);
          texts_.possible[d][e][l] = value(Place::possible, decision);
        }
      }
    }
  }

  // All lists stand at the same depth.
  void list() {
    const std::string two = written([](json::Writer& json, render::VerdictJson&) {
      json.begin_array();
      json.raw_number(hole);
      json.raw_number(hole);
      json.end_array();
    });
    const std::size_t first = two.find(hole), second = two.rfind(hole);
    opening_ = first;
    between_ = two.substr(first + 1, second - first - 1);
    texts_.open = keep(two.substr(0, first));
    texts_.between = keep(between_);
    texts_.close = keep(two.substr(second + 1));
  }

  template <class Write>
  std::string raw_entry(Write write) {
    return written([&](json::Writer& json, render::VerdictJson& verdict) {
             json.begin_array();
             write(json, verdict);
           }).substr(opening_) +
           between_;
  }
  template <class Write>
  Text entry(Write write) {
    return keep(raw_entry(write));
  }
  Text entry_of(const Reason& reason) {
    return entry([&](json::Writer&, render::VerdictJson& verdict) { verdict.reason(reason); });
  }

  // Cuts at the answer and, if the reason has them, at its points, whose sign is the `sign`-th.
  void cut(Reason reason, std::size_t sign, Answered& out) {
    std::string points;
    if (reason.points) {
      reason.points = points_hole;
      base::append_fixed2(points, points_hole);
    }
    reason.value = hole;
    for (const Origin origin :
         {Origin::unknown, Origin::answered, Origin::option, Origin::profile}) {
      const auto o = static_cast<std::size_t>(origin);
      if (origin != Origin::unknown && !out.origins[o].empty()) continue;
      reason.origin = origin;
      const std::string text =
          raw_entry([&](json::Writer&, render::VerdictJson& verdict) { verdict.reason(reason); });
      const std::size_t answer = text.find(hole);
      const std::size_t stop = points.empty() ? text.size() : text.find(points, answer);
      if (out.origins[o].empty()) {
        out.origins[o] = keep(std::string_view(text).substr(answer + 1, stop - answer - 1));
      }
      if (origin != Origin::unknown) continue;
      if (out.before.empty()) out.before = keep(std::string_view(text).substr(0, answer));
      if (!points.empty())
        out.after[sign] = keep(std::string_view(text).substr(stop + points.size()));
    }
  }

  void reasons() {
    for (std::size_t r = 0; r < program_.rules.size(); ++r) {
      const engine::Rule& rule = program_.rules[r];
      const auto index = static_cast<std::uint16_t>(r);
      if (rule.excluded != 0) {
        Gate& gate = texts_.gates.emplace_back();
        gate.rule = index;
        gate.criterion = static_cast<std::uint16_t>(analysis::first_tested(program_, rule));
        cut(spoken_.gate(rule), 0, gate.text);
      }
      if (rule.disposition != engine::no_disposition) {
        texts_.settings.push_back({index, entry_of(spoken_.disposition(rule))});
      }
    }
    texts_.no_location = entry_of(spoken_.no_location());
    for (std::size_t a = 0; a < axis_count; ++a) axis(a);
  }

  void axis(std::size_t a) {
    for (const engine::Weight& weight : program_.axes[a].weights) {
      if (weight.centipoints == 0) continue;
      Term& term = texts_.terms[a].emplace_back();
      term.criterion = weight.criterion;
      cut(spoken_.criterion(a, weight, 0), 0, term.text);
      cut(spoken_.criterion(a, weight, 1), 1, term.text);
      cut(spoken_.criterion(a, weight, -1), 2, term.text);
    }
    std::stable_sort(texts_.terms[a].begin(), texts_.terms[a].end(),
                     [](const Term& x, const Term& y) { return x.criterion < y.criterion; });
    for (const engine::Rule& rule : program_.rules) {
      texts_.rules[a].push_back(
          rule.points[a] != 0 ? entry_of(spoken_.rule(a, rule, rule.points[a])) : keep({}));
    }
    texts_.bases[a] = entry_of(spoken_.base(a));
  }

  void measure() {
    constexpr std::size_t number = 32;
    const auto longest = [](const auto& texts) {
      std::size_t size = 0;
      for (const Text text : texts) size = std::max(size, text.size());
      return size;
    };
    std::size_t& room = texts_.most;
    room += readable;  // what is copied past the last
    for (const Part& part : texts_.parts) room += part.before.size() + number;
    room += texts_.end.size() + longest(texts_.location_sets) * 2;
    const auto answered = [&](const Answered& text) {
      room += text.before.size() + longest(text.origins) + longest(text.after) + number;
    };
    for (std::size_t a = 0; a < axis_count; ++a) {
      for (const Term& term : texts_.terms[a]) answered(term.text);
      for (const Text text : texts_.rules[a]) room += text.size();
      room += texts_.bases[a].size();
    }
    for (const Gate& gate : texts_.gates) answered(gate.text);
    for (const Setting& setting : texts_.settings) room += setting.text.size();
    for (const Text text : texts_.criteria) room += text.size();
    room += texts_.no_location.size() + 4 * (texts_.open.size() + texts_.close.size());
    for (const auto& by_disposition : texts_.possible) {
      for (const auto& by_engagement : by_disposition) room += longest(by_engagement);
    }
  }

  const Engine& engine_;
  const Program& program_;
  render::JsonDocuments documents_;
  analysis::SpokenReasons spoken_;
  std::string document_;
  std::size_t cut_ = 0;
  json::Writer json_;
  DocumentTexts& texts_;
  std::unordered_map<std::string, Text> known_;
  char* next_ = nullptr;  // where the next goes, and how much may
  std::size_t room_ = 0;
  std::size_t opening_ = 0;  // bytes before a list's first entry
  std::string between_;
};

DocumentTexts::DocumentTexts(const Engine& engine, const RenderOptions& options)
    : engine_(engine), documents_(options) {
  Maker(engine, options, *this).run();
}

void DocumentTexts::append_value(Place place, const Decision& decision, std::string& out) const {
  std::string text;
  json::Writer json(text, documents_.layout());
  json.begin_object();
  json.key("");
  const std::size_t begin = text.size();
  render::VerdictJson(json, engine_).value(place, decision);
  documents_.part(out, std::string_view(text).substr(begin));
}

std::string DocumentTexts::entry_of(Place place, const Decision& decision) const {
  std::string text;
  append_value(place, decision, text);
  return text.substr(open.size(), text.size() - open.size() - close.size());
}

}  // namespace sourcing::batch
