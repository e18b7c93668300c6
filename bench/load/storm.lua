-- wrk: a known user with another wrong password every time; the salt after -- keeps runs apart.
require("result")

local letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

local function base64(text)
  local out = {}
  for i = 1, #text, 3 do
    local a, b, c = text:byte(i, i + 2)
    local n = a * 65536 + (b or 0) * 256 + (c or 0)
    for shift = 3, 0, -1 do
      local digit = math.floor(n / 64 ^ shift) % 64 + 1
      out[#out + 1] = letters:sub(digit, digit)
    end
  end
  local text64 = table.concat(out)
  local missing = (3 - #text % 3) % 3
  return text64:sub(1, #text64 - missing) .. ("="):rep(missing)
end

local salt, count = "", 0

function init(args) salt = args[1] or "" end

function request()
  count = count + 1
  return wrk.format("GET", nil, { ["Host"] = wrk.headers["Host"], ["Authorization"] = "Basic " .. base64("anna:wrong" .. salt .. "-" .. count) })
end
