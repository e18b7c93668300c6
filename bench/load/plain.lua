-- wrk: the same request again and again.
require("result")
