-- wrk: Digest (MD5, qop=auth) with a response computed for every request and a count that rises.
-- Arguments after --: nonce, opaque (or -), path, MD5(user:realm:password).
require("result")

local ffi = require("ffi")
ffi.cdef("unsigned char *MD5(const unsigned char *data, size_t length, unsigned char *digest);")
local crypto = ffi.load("crypto.so.3")
local digest = ffi.new("unsigned char[16]")

local function md5(text)
  crypto.MD5(text, #text, digest)
  local hex = {}
  for i = 0, 15 do hex[i + 1] = string.format("%02x", digest[i]) end
  return table.concat(hex)
end

local before, after, head, tail, path
local count = 0

function init(args)
  local nonce, opaque, secret
  nonce, opaque, path, secret = args[1], args[2], args[3], args[4]
  before = secret .. ":" .. nonce .. ":"
  after = ":0a4f113b:auth:" .. md5("GET:" .. path)
  head = string.format('Digest username="anna", realm="bench", nonce="%s", uri="%s", algorithm=MD5, qop=auth, cnonce="0a4f113b", ', nonce, path)
  tail = opaque ~= "-" and string.format(', opaque="%s"', opaque) or ""
end

function request()
  count = count + 1
  local nc = string.format("%08x", count)
  local response = md5(before .. nc .. after)
  return wrk.format("GET", path, { ["Host"] = wrk.headers["Host"], ["Authorization"] = head .. "nc=" .. nc .. ', response="' .. response .. '"' .. tail })
end
