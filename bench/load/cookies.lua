-- wrk: another cookie in every request, in the order of the file whose name follows --, from a place that moves from run to run.
require("result")

local requests, at = {}, 0

function init(args)
  for cookie in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", nil, { ["Host"] = wrk.headers["Host"], ["Cookie"] = cookie })
  end
  at = tonumber(args[2] or "0") % #requests
end

function request()
  at = at % #requests + 1
  return requests[at]
end
