using System.Collections.Immutable;
using System.Globalization;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.Gateway.Admin.Catalogues;
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
    private static readonly JsonShape NewRevocation = new("NewRevocation",
    [
        new("kind", JsonKind.Text, "What is revoked.") { IsRequired = true, Choices = [.. RevocationKinds.Names] },
        new("value", JsonKind.Text, "The name out of the token; of the kind token its SHA-256 in hexadecimal digits.") { IsNullable = true },
        new("token", JsonKind.Text, "The token itself, of which the hash alone is kept; of the kind token, in place of the value.") { IsNullable = true, IsSecret = true },
        new("issuer", JsonKind.Text, "Whose name it is, the iss of the token. Without it, every issuer's.") { IsNullable = true },
        new("reason", JsonKind.Text, "Why, for whoever reads the list.") { IsNullable = true, Rule = NameRules.OfLabel },
        new("until", JsonKind.Text, "How long it is kept: 30d, 12h, never for without end. Without it, 90d; of a whole token until a day after its end.") { IsNullable = true, Rule = TermRules.OfRevocation },
    ]);

    private static readonly AdminProblem NoSuchRevocation = new(404, "There is no such revocation.");

    public static ImmutableArray<AdminEndpoint> Rows { get; } =
    [
        new("GET", "revocations", "All revocations of tokens, the oldest first.", (admin, context, _) => admin.Revocations.ListAsync(context))
        {
            Answer = AdminAnswer.List(RevocationJson.Schema, "The revocations."),
        },
        new("POST", "revocations", "Revoke tokens: all gateways refuse them within a second.", (admin, context, _) => admin.Revocations.AddAsync(context))
        {
            Content = NewRevocation, Answer = AdminAnswer.Made(RevocationJson.Schema, "The revocation, one that was there already renewed."),
        },
        new("GET", "revocations/{revocation}", "One revocation.", (admin, context, values) => admin.Revocations.ShowAsync(context, values[0]))
        {
            Answer = AdminAnswer.One(RevocationJson.Schema, "The revocation."), Refusals = [NoSuchRevocation],
        },
        new("DELETE", "revocations/{revocation}", "Take a revocation back: the tokens count again.", (admin, context, values) => admin.Revocations.UndoAsync(context, values[0]))
        {
            Answer = AdminAnswer.Done("It is taken back."), Refusals = [NoSuchRevocation],
        },
    ];

    public async Task ListAsync(HttpContext context)
    {
        await Task.Yield();
        await JsonAnswer.WriteListAsync(context, revocations.List(), RevocationJson.Write);
    }

    public async Task AddAsync(HttpContext context)
    {
        if (await JsonRequest.ReadAsync(context, NewRevocation) is not { } request)
            return;
        if (Read(request, out var fault) is not { } draft)
        {
            await PlainProblem.WriteAsync(context, 400, "Bad request", fault);
            return;
        }

        var added = revocations.Add(draft);
        var issuer = added.Issuer is { } named ? Printable.Of(named) : "every issuer";
        log.TokensRevoked(PeerNames.Of(context), added.Id, added.Kind.Name(), Printable.Of(added.Value), issuer);
        await JsonAnswer.WriteMadeAsync(context, string.Create(CultureInfo.InvariantCulture, $"revocations/{added.Id}"), json => RevocationJson.Write(json, added, UnknownIssuer.WarningOf(added.Issuer, configuration())));
    }

    public async Task ShowAsync(HttpContext context, string id)
    {
        await Task.Yield();
        if (NumberIn(id) is { } number && revocations.List().FirstOrDefault(revocation => revocation.Id == number) is { } known)
            await JsonAnswer.WriteAsync(context, 200, json => RevocationJson.Write(json, known));
        else
            await UnknownAsync(context);
    }

    public async Task UndoAsync(HttpContext context, string id)
    {
        await Task.Yield();
        if (NumberIn(id) is not { } number || !revocations.Undo(number))
        {
            await UnknownAsync(context);
            return;
        }

        log.RevocationUndone(number, PeerNames.Of(context));
        context.Response.StatusCode = 204;
    }

    private static long? NumberIn(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Task UnknownAsync(HttpContext context) =>
        PlainProblem.WriteAsync(context, 404, "No such revocation", "There is no such revocation; /.countersign/revocations lists them.");

    private RevocationRecord? Read(JsonRequest request, out string fault)
    {
        var (value, token, issuer, until) = (request.Text("value"), request.Text("token"), request.Text("issuer"), request.Text("until"));
        var kind = RevocationKinds.Find(request.Text("kind")!)!.Value;
        fault = (kind == RevocationKind.Token ? FaultOfToken(value, token, issuer) : FaultOfName(value, token, issuer)) ?? "";
        if (fault.Length > 0)
            return null;

        var now = clock.GetUtcNow();
        var draft = token is not null
            ? TokenToRevoke.Revocation(token, until, now)
            : new RevocationRecord(kind, kind == RevocationKind.Token ? value!.ToLowerInvariant() : value!) { Until = TermRules.RevocationEnd(until, now) };
        return draft with { Issuer = issuer, Reason = request.Text("reason") };
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
