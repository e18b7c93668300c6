-- wrk: what came of a run as one line for the harness. Scripts load it by require("result").
function done(summary, latency)
  print(string.format("RESULT %d %d %d %.3f %.3f", summary.requests, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
