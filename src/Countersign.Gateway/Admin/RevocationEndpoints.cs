using System.Globalization;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Explaining;
using Countersign.Gateway.Forwarding;
using Countersign.Gateway.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.Gateway.Admin;

/// <summary>Revocations of tokens: listed, made and taken back as the commands do it; the log tells of each change and from where it came.</summary>
internal sealed class RevocationEndpoints(RevocationStore revocations, Func<GatewayConfiguration> configuration, TimeProvider clock, ILogger log)
{
    public async Task ListAsync(HttpContext context)
    {
        await Task.Yield();
        await JsonAnswer.WriteListAsync(context, revocations.List(), RevocationJson.Write);
    }

    public async Task AddAsync(HttpContext context)
    {
        if (await JsonRequest.ReadAsync(context, ["kind", "value", "token", "issuer", "reason", "until"]) is not { } request)
            return;
        if (Read(request, out var fault) is not { } draft)
        {
            await PlainProblem.WriteAsync(context, 400, "Bad request", fault);
            return;
        }

        var added = revocations.Add(draft);
        var issuer = added.Issuer is { } named ? Printable.Of(named) : "every issuer";
        log.TokensRevoked(PeerNames.Of(context), added.Id, added.Kind.Name(), Printable.Of(added.Value), issuer);
        await JsonAnswer.WriteAsync(context, 201, json => RevocationJson.Write(json, added, UnknownIssuer.WarningOf(added.Issuer, configuration())));
    }

    public async Task UndoAsync(HttpContext context, string id)
    {
        await Task.Yield();
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || !revocations.Undo(number))
        {
            await PlainProblem.WriteAsync(context, 404, "No such revocation", "There is no such revocation; /.countersign/revocations lists them.");
            return;
        }

        log.RevocationUndone(number, PeerNames.Of(context));
        context.Response.StatusCode = 204;
    }

    private RevocationRecord? Read(JsonRequest request, out string fault)
    {
        var (value, token, issuer, reason, until) =
            (request.Text("value"), request.Text("token"), request.Text("issuer"), request.Text("reason"), request.Text("until"));
        var kind = RevocationKinds.Find(request.Text("kind") ?? "");
        fault = (reason is null ? null : NameRules.OfLabel(reason))
            ?? (until is null ? null : TermRules.OfRevocation(until))
            ?? kind switch
            {
                null => $"'kind' is one of {string.Join(", ", RevocationKinds.Names)}.",
                RevocationKind.Token => FaultOfToken(value, token, issuer),
                _ => FaultOfName(value, token, issuer),
            } ?? "";
        if (fault.Length > 0)
            return null;

        var now = clock.GetUtcNow();
        var draft = token is not null
            ? TokenToRevoke.Revocation(token, until, now)
            : new RevocationRecord(kind!.Value, kind == RevocationKind.Token ? value!.ToLowerInvariant() : value!) { Until = TermRules.RevocationEnd(until, now) };
        return draft with { Issuer = issuer, Reason = reason };
    }

    private static string? FaultOfToken(string? hash, string? token, string? issuer)
    {
        if (issuer is not null)
            return "A token is meant by its hash alone, whoever its issuer is.";
        return (hash, token) switch
        {
            (null, { } whole) => TokenToRevoke.FaultOf(whole),
            ({ } digits, null) => TokenToRevoke.FaultOfHash(digits),
            _ => "Give the token as 'token' or its SHA-256 as 'value', one of both.",
        };
    }

    private static string? FaultOfName(string? value, string? token, string? issuer)
    {
        if (token is not null)
            return "'token' belongs to the kind token.";
        return value is null ? "'value' is needed." : NameRules.OfClaim(value) ?? (issuer is null ? null : NameRules.OfClaim(issuer));
    }
}
