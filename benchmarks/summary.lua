-- With a file of paths, one a line: each request asks for one of them, at random.
function init(args)
  if not args[1] then
    return
  end
  local paths = {}
  for path in io.lines(args[1]) do
    paths[#paths + 1] = path
  end
  math.randomseed(os.time() + tonumber(tostring(paths):match("0x%x+")) % 100000)
  function request()
    return wrk.format(nil, paths[math.random(#paths)])
  end
end

-- The figures of a run in one line that a program can read.
function done(summary, latency)
  local failed = summary.errors
  io.write(string.format("summary %d %d %d %d %d\n",
    summary.requests, summary.duration, summary.bytes,
    failed.status, failed.connect + failed.read + failed.write + failed.timeout))
end
