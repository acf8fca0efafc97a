// SPDX-License-Identifier: Apache-2.0
// Polars, lazy and streaming, for fully answered rows. POLARS_MAX_THREADS sets its threads.
// usage: node polars.mjs MODEL IN.csv OUT.csv
import pl from "nodejs-polars";
import { axes, columns, plan } from "./plan.mjs";

const [modelPath, input, output] = process.argv.slice(2);
const model = plan(modelPath);
const int = pl.Int32;

const compare = { ">=": "gtEq", "<=": "ltEq", ">": "gt", "<": "lt", "==": "eq" };
function test(node) {
  if (node.all) return node.all.map(test).reduce((a, b) => a.and(b));
  if (node.any) return node.any.map(test).reduce((a, b) => a.or(b));
  if (node.not) return test(node.not).not();
  return pl.col(node.column)[compare[node.op]](pl.lit(node.value));
}
// when … then … else, the last value without a condition.
const choose = (cases, last) => cases.reduceRight(
  (rest, [condition, value]) => pl.when(condition).then(value).otherwise(rest), last);
const term = (t) => {
  if (t.kind === "linear") return pl.col(t.id).minus(pl.lit(t.neutral)).multiplyBy(pl.lit(t.per)).cast(int);
  if (t.kind === "rule") return choose([[pl.col(`f_${t.id}`), pl.lit(t.points).cast(int)]], pl.lit(0).cast(int));
  const at = t.kind === "bands" ? t.below.map((limit) => pl.col(t.id).lt(pl.lit(limit)))
    : t.words.slice(0, -1).map((word) => pl.col(t.id).eq(pl.lit(word)));
  return choose(at.map((condition, i) => [condition, pl.lit(t.values[i]).cast(int)]), pl.lit(t.values.at(-1)).cast(int));
};
const whole = (e, by) => e.minus(e.modulo(pl.lit(by).cast(int))).divideBy(pl.lit(by).cast(int)).cast(int);

// A key orders by size, then by place in the model; its last bit is the sign.
const key = (name, i) => choose([[pl.col(name).eq(pl.lit(0)), pl.lit(0).cast(int)]],
  choose([[pl.col(name).lt(pl.lit(0)), pl.col(name).multiplyBy(pl.lit(-128).cast(int)).plus(pl.lit((63 - i) * 2 + 1).cast(int))]],
    pl.col(name).multiplyBy(pl.lit(128).cast(int)).plus(pl.lit((63 - i) * 2).cast(int))));
const without = (name, top) => choose([[pl.col(name).eq(pl.col(top)), pl.lit(0).cast(int)]], pl.col(name));
const text = (k, ids) => {
  const of = pl.col(k);
  const size = whole(of, 128);
  const name = choose(ids.slice(0, -1).map((id, i) => [whole(of, 2).modulo(pl.lit(64).cast(int)).eq(pl.lit(63 - i)), pl.lit(id)]), pl.lit(ids.at(-1)));
  const sign = choose([[of.modulo(pl.lit(2).cast(int)).eq(pl.lit(1)), pl.lit("=-")]], pl.lit("=+"));
  const cents = size.modulo(pl.lit(100).cast(int)).plus(pl.lit(100).cast(int)).cast(pl.Utf8).str.slice(1, 2);
  const whole_text = whole(size, 100).cast(pl.Utf8);
  return choose([[of.eq(pl.lit(0)), pl.lit("")]], pl.concatString([name, sign, whole_text, pl.lit("."), cents], ""));
};

const engagement = model.scores.engagement.terms.map((t) => t.id);
const located = model.order.filter((id) => axes.slice(1).some((a) => model.scores[a].terms.some((t) => t.id === id)));
const excluded = (l) => model.rules.filter((r) => r.exclude.includes(l)).map((r) => pl.col(`f_${r.id}`)).reduce((a, b) => a.or(b), pl.lit(false));
const disposed = (d) => model.rules.filter((r) => r.disposition === d).map((r) => pl.col(`f_${r.id}`)).reduce((a, b) => a.or(b), pl.lit(false));
const best = (l) => axes.slice(1).filter((o) => o !== l).map((o) => {
  const earlier = axes.indexOf(o) < axes.indexOf(l);
  const wins = earlier ? pl.col(`s_${l}`).gt(pl.col(`s_${o}`)) : pl.col(`s_${l}`).gtEq(pl.col(`s_${o}`));
  return pl.col(`x_${o}`).or(wins);
}).reduce((a, b) => a.and(b), pl.col(`x_${l}`).not());
const others = (l) => axes.slice(1).filter((o) => o !== l);
const close = axes.slice(1).flatMap((l) => others(l).map((o) => pl.col("location").eq(pl.lit(l))
  .and(pl.col(`x_${o}`).not()).and(pl.col(`s_${l}`).minus(pl.col(`s_${o}`)).ltEq(pl.lit(model.lead)))));
const fixed = (e) => e.cast(pl.Float64).divideBy(pl.lit(100));
const margin = pl.col("s_engagement").minus(pl.lit(model.threshold).cast(int));

const dtypes = { id: pl.Utf8, name: pl.Utf8 };
for (const [id, type] of Object.entries(model.types)) dtypes[id] = type === "number" ? pl.Float64 : pl.Utf8;
pl.scanCSV(input, { schema: dtypes, dtypes, hasHeader: true })
  .withColumns(...model.rules.map((r) => test(r.when).alias(`f_${r.id}`)))
  .withColumns(...axes.flatMap((a) => model.scores[a].terms.map((t) => term(t).alias(`p_${a}_${t.id}`))),
    ...axes.slice(1).map((l) => excluded(l).alias(`x_${l}`)))
  .withColumns(...axes.map((a) => model.scores[a].terms.map((t) => pl.col(`p_${a}_${t.id}`))
    .reduce((sum, p) => sum.plus(p), pl.lit(model.scores[a].base).cast(int)).alias(`s_${a}`)))
  .withColumns(choose(axes.slice(1).map((l) => [best(l), pl.lit(l)]), pl.lit(null)).alias("location"))
  .withColumns(...located.map((id) => choose(axes.slice(1).filter((a) => model.scores[a].terms.some((t) => t.id === id))
    .map((a) => [pl.col("location").eq(pl.lit(a)), pl.col(`p_${a}_${id}`)]), pl.lit(0).cast(int)).alias(`v_${id}`)))
  .withColumns(...engagement.map((id, i) => key(`p_engagement_${id}`, i).alias(`k_${id}`)), ...located.map((id, i) => key(`v_${id}`, i).alias(`l_${id}`)))
  .withColumns(pl.maxHorizontal(engagement.map((id) => pl.col(`k_${id}`))).alias("e1"), pl.maxHorizontal(located.map((id) => pl.col(`l_${id}`))).alias("l1"))
  .withColumns(pl.maxHorizontal(engagement.map((id) => without(`k_${id}`, "e1"))).alias("e2"), pl.maxHorizontal(located.map((id) => without(`l_${id}`, "l1"))).alias("l2"))
  .withColumns(...["e1", "e2"].map((k) => text(k, engagement).alias(`t_${k}`)), ...["l1", "l2"].map((k) => text(k, located).alias(`t_${k}`)))
  .withColumns(
    choose([[disposed("retain").or(pl.col("location").isNull()), pl.lit("retain")], [disposed("automate_first"), pl.lit("automate_first")]], pl.lit("outsource")).alias("disposition"),
    choose([[pl.col("s_engagement").gtEq(pl.lit(model.threshold)), pl.lit("KPO")]], pl.lit("BPO")).alias("engagement"),
    ...axes.map((a) => fixed(pl.col(`s_${a}`)).alias(a === "engagement" ? "engagement_score" : `score_${a}`)),
    pl.lit("decided").alias("status"), pl.lit(null).cast(pl.Utf8).alias("error"),
    pl.concatString([...model.rules.filter((r) => r.exclude.length).map((r) => choose([[pl.col(`f_${r.id}`), pl.lit(`${r.id};`)]], pl.lit(""))),
      pl.concatString(["e1", "e2", "l1", "l2"].map((k) => choose([[pl.col(`t_${k}`).eq(pl.lit("")), pl.lit("")]], pl.concatString([pl.col(`t_${k}`), pl.lit(";")], ""))), "")], "")
      .str.stripCharsEnd(";").alias("reasons"),
    choose([[margin.ltEq(pl.lit(model.band)).and(margin.gtEq(pl.lit(-model.band))), pl.lit("true")]], pl.lit("false")).alias("hybrid"),
    fixed(margin).alias("margin"),
    choose([[pl.col("location").isNull(), pl.lit(null)], [close.reduce((a, b) => a.or(b)), pl.lit("true")]], pl.lit("false")).alias("close"))
  .select(...columns)
  .sinkCSV(output, { floatPrecision: 2, quoteStyle: "necessary" })
  .collectSync();
