-- The figures of a run in one line that a program can read.
function done(summary, latency)
  local failed = summary.errors
  io.write(string.format("summary %d %d %d %d %d\n",
    summary.requests, summary.duration, summary.bytes,
    failed.status, failed.connect + failed.read + failed.write + failed.timeout))
end
