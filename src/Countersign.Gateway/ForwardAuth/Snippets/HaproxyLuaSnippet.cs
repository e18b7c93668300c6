namespace Countersign.Gateway.ForwardAuth.Snippets;

/// <summary>The action by which HAProxy asks, with its own HTTP client.</summary>
internal sealed class HaproxyLuaSnippet : Snippet
{
    private static readonly string[] OfTheConnection =
    [
        "connection", "content-length", "transfer-encoding", "expect", "te", "trailer", "keep-alive", "proxy-connection", "host",
    ];

    public override string Name => "haproxy-lua";

    public override string Sentence => "HAProxy: the file that lua-load names, such as /etc/haproxy/countersign.lua.";

    private protected override void Write(SnippetOrder order, TextWriter text) => text.Write($$"""
        -- Countersign before {{order.Host}}. Made by: countersign snippet haproxy-lua
        -- Asks whether a request may enter. It may when txn.countersign_admitted is "yes" afterwards: whatever fails here does not set it.
        local question = "{{order.Gateway.Scheme}}://{{order.GatewayAuthority}}/.countersign/forward-auth/haproxy"
        local copied = { {{List(order.Copied)}} }
        local owed = { {{List(order.Owed)}} }
        local unasked = { {{Set([.. OfTheConnection, .. QuestionFields.Describing.Select(name => name.ToLowerInvariant()), SealedAnswers.Field.ToLowerInvariant()])}} }

        local function lines_of(values)
          local lines = {}
          for at = 0, #values do
            if values[at] ~= nil then lines[#lines + 1] = values[at] end
          end
          return lines
        end

        core.register_action("countersign", { "http-req" }, function(txn)
          local fields = {}
          local received = txn.http:req_get_headers()
          for name, values in pairs(received) do
            if name:find("[^%w%-]") then
              -- CGI and its heirs would read it as another field.
              txn.http:req_del_header(name)
            elseif not unasked[name] then
              fields[name] = lines_of(values)
            end
          end

          -- What is for this connection alone, but for a handshake and what gRPC wants to hear.
          for _, name in ipairs({ "keep-alive", "proxy-connection", "trailer" }) do txn.http:req_del_header(name) end
          local te = received["te"]
          txn.http:req_del_header("te")
          if te and #lines_of(te) == 1 and te[0] == "trailers" then txn.http:req_add_header("te", "trailers") end
          if received["upgrade"] then
            txn.http:req_set_header("connection", "Upgrade")
          else
            txn.http:req_del_header("connection")
          end

          -- A number in this version, and each number counts as true in Lua.
          local tls = txn.f:ssl_fc()
          local host = received["host"]
          fields["x-forwarded-method"] = { txn.sf:method() }
          fields["x-forwarded-proto"] = { (tls == true or tls == 1) and "https" or "http" }
          fields["x-forwarded-host"] = { host and host[0] or "" }
          fields["x-forwarded-uri"] = { txn.sf:pathq() }
          fields["x-forwarded-for"] = { txn.sf:src() }
          local answer = core.httpclient():get{ url = question, headers = fields, timeout = 30000 }
          if answer == nil or answer.headers == nil or answer.status == nil or answer.status < 200 then return end

          local decision = answer.headers["countersign-decision"]
          if answer.status < 300 and decision and decision[0] == "admit" then
            -- What the gateway says of the request takes the place of what the client said; an empty field is not sent.
            for _, name in ipairs(copied) do
              local said = answer.headers[name:lower()]
              txn.http:req_del_header(name)
              if said and said[0] and said[0] ~= "" then txn.http:req_add_header(name, said[0]) end
            end
            for _, name in ipairs(owed) do
              local said = answer.headers[name:lower()]
              if said and said[0] then
                local variable = name:lower():gsub("-", "_")
                txn:set_var("txn.countersign_" .. variable, said[0])
              end
            end
            txn:set_var("txn.countersign_admitted", "yes")
            return
          end

          local reply = txn:reply{ status = answer.status, reason = answer.reason }
          for name, values in pairs(answer.headers) do
            if not unasked[name] then
              for _, line in ipairs(lines_of(values)) do reply:add_header(name, line) end
            end
          end
          if answer.body then reply:set_body(answer.body) end
          txn:done(reply)
        end)

        """);

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"\"{name}\""));

    private static string Set(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"[\"{name}\"] = true"));
}
