// SPDX-License-Identifier: Apache-2.0
#include "places/map.hpp"

#include <fmt/format.h>

#include <iterator>

#include "base/escape.hpp"

namespace sourcing::places {

namespace {

constexpr std::int64_t degree = 1'000'000;
constexpr std::uint32_t well_ranked = 10;

// Tenths of a unit as a number: 725 is 72.5.
std::string tenths(std::int64_t value) { return fmt::format("{}.{}", value / 10, value % 10); }

// Equirectangular: two units a degree, which keeps hours apart as far apart everywhere.
std::string x_of(const Place& place) {
  return tenths((place.at.longitude + 180 * degree) * 20 / degree);
}
std::string y_of(const Place& place) {
  return tenths((90 * degree - place.at.latitude) * 20 / degree);
}

class Map {
 public:
  Map(std::string& out, const Report& report, std::string_view language)
      : out_(out), report_(report), sayings_(report, language) {}

  void draw() {
    std::string title;
    base::append_html(title, sayings_.wording().say("place.ranking"));
    put("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 360\" role=\"img\" "
        "class=\"places\"><title>{}</title>\n",
        title);
    put("<rect width=\"720\" height=\"360\" fill=\"none\" stroke=\"currentColor\" "
        "stroke-opacity=\".3\"/>\n");
    grid();
    for (const ShutOut& place : report_.ranking.excluded) cross(place);
    // The best on top.
    const auto& places = report_.ranking.places;
    for (auto each = places.rbegin(); each != places.rend(); ++each) circle(*each);
    const Place& home = *report_.ranking.home;
    put("<path d=\"M{} {}m-4-4h8v8h-8z\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\">"
        "<title>{}</title></path>\n",
        x_of(home), y_of(home), escaped(sayings_.name(home)));
    out_ += "</svg>\n";
  }

 private:
  template <class... Values>
  void put(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Values>(values)...);
  }

  static std::string escaped(std::string_view text) {
    std::string out;
    base::append_html(out, text);
    return out;
  }

  // An hour of the clock is fifteen degrees.
  void grid() {
    constexpr int hours = 24, hour = 30;
    for (int i = 1; i < hours; ++i) {
      put("<path d=\"M{} 0v360\" stroke=\"currentColor\" stroke-opacity=\"{}\"/>\n", i * hour,
          i == hours / 2 ? ".3" : ".1");
    }
    put("<path d=\"M0 180h720\" stroke=\"currentColor\" stroke-opacity=\".3\"/>\n");
  }

  void cross(const ShutOut& place) {
    const std::string said =
        fmt::format("{}: {}", sayings_.name(*place.seen.place), sayings_.bar(place));
    put("<path d=\"M{} {}m-2-2l4 4m0-4l-4 4\" stroke=\"currentColor\" stroke-opacity=\".5\">"
        "<title>{}</title></path>\n",
        x_of(*place.seen.place), y_of(*place.seen.place), escaped(said));
  }

  void circle(const Ranked& place) {
    const Location kind = place.seen.kind;
    const char* fill = kind == Location::onshore     ? "#1b7f4b"
                       : kind == Location::nearshore ? "#2b6cb0"
                                                     : "#b7791f";
    const char* dash = kind == Location::onshore     ? "none"
                       : kind == Location::nearshore ? "3 1"
                                                     : "1 1";
    const char* radius = place.rank == 1 ? "7" : place.rank <= well_ranked ? "5" : "3";
    const std::string said =
        fmt::format("{}. {}, {}: {}", place.rank, sayings_.name(*place.seen.place),
                    sayings_.location(kind), sayings_.points(place.score));
    put("<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\" fill-opacity=\".75\" "
        "stroke=\"currentColor\" "
        "stroke-dasharray=\"{}\"><title>{}</title></circle>\n",
        x_of(*place.seen.place), y_of(*place.seen.place), radius, fill, dash, escaped(said));
    if (place.rank > 3) return;
    put("<text x=\"{}\" y=\"{}\" dx=\"8\" dy=\"3\" font-size=\"9\" fill=\"currentColor\">{} "
        "{}</text>\n",
        x_of(*place.seen.place), y_of(*place.seen.place), place.rank,
        escaped(sayings_.name(*place.seen.place)));
  }

  std::string& out_;
  const Report& report_;
  Sayings sayings_;
};

}  // namespace

std::string map_svg(const Report& report, std::string_view language) {
  std::string out;
  Map(out, report, language).draw();
  return out;
}

}  // namespace sourcing::places
