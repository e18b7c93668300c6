using System.Collections.Immutable;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.Gateway.Admin.Catalogues;
using Countersign.Gateway.Forwarding;
using Countersign.Gateway.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.Gateway.Admin;

/// <summary>API keys: listed, created, rotated and revoked as the commands do it; the log tells of each change and from where it came.</summary>
internal sealed class KeyEndpoints(ApiKeyStore keys, AdminChanges changes, TimeProvider clock, ILogger log)
{
    private static readonly JsonShape NewKey = new("NewKey",
    [
        new("name", JsonKind.Text, "What the key is for.") { IsRequired = true, Rule = NameRules.OfLabel },
        new("owner", JsonKind.Text, "The user whose key it is.") { IsNullable = true, Rule = NameRules.OfUser },
        new("expires", JsonKind.Text, "When it ends, counted from now: 30d, 12h, 45m. Without it, never.") { IsNullable = true, Rule = TermRules.OfLifetime },
        new("scopes", JsonKind.Texts, "The scopes that it grants.") { Rule = NameRules.OfScope },
    ]);

    private static readonly JsonShape Rotation = new("KeyRotation",
    [
        new("overlap", JsonKind.Text, "How long the old key is good beside the new one: 7d, 12h, 0s for not at all. Without it, 24h.") { IsNullable = true, Rule = TermRules.OfOverlap },
        new("expires", JsonKind.Text, "When the new key ends, counted from now. Without it, it lives as long as the old one was to.") { IsNullable = true, Rule = TermRules.OfLifetime },
    ]);

    private static readonly AdminProblem NoSuchKey = new(404, "There is no such key.");

    public static ImmutableArray<AdminEndpoint> Rows { get; } =
    [
        new("GET", "keys", "All keys, the ended ones too, the oldest first.", (admin, context, _) => admin.Keys.ListAsync(context)) { Answer = AdminAnswer.List(KeyJson.Schema, "The keys.") },
        new("POST", "keys", "Create a key.", (admin, context, _) => admin.Keys.CreateAsync(context))
        {
            Content = NewKey, Answer = AdminAnswer.Made(KeyJson.Schema, "The key, shown this once."),
        },
        new("GET", "keys/{key}", "One key.", (admin, context, values) => admin.Keys.ShowAsync(context, values[0]))
        {
            Answer = AdminAnswer.One(KeyJson.Schema, "What is known of it."), Refusals = [NoSuchKey],
        },
        new("DELETE", "keys/{key}", "Revoke a key: all gateways refuse it within a second.", (admin, context, values) => admin.Keys.RevokeAsync(context, values[0]))
        {
            Answer = AdminAnswer.Done("It is revoked."), Refusals = [new(404, "There is no such key, or it was revoked before.")],
        },
        new("POST", "keys/{key}/rotate", "Make a key that takes the place of another, with its name, scopes and owner.", (admin, context, values) => admin.Keys.RotateAsync(context, values[0]))
        {
            Content = Rotation,
            Answer = AdminAnswer.Made(KeyJson.Schema, "The new key, shown this once."),
            Refusals = [NoSuchKey, new(409, "The key has ended, or was replaced before.")],
        },
    ];

    public async Task ListAsync(HttpContext context)
    {
        // The keys are read from the store, and this thread waits for sockets.
        await Task.Yield();
        await JsonAnswer.WriteListAsync(context, keys.List(), KeyJson.Write);
    }

    public async Task ShowAsync(HttpContext context, string id)
    {
        await Task.Yield();
        if (keys.List().FirstOrDefault(key => key.Id == id) is { } known)
            await JsonAnswer.WriteAsync(context, 200, json => KeyJson.Write(json, known));
        else
            await UnknownAsync(context);
    }

    public async Task CreateAsync(HttpContext context)
    {
        if (await JsonRequest.ReadAsync(context, NewKey) is not { } request)
            return;
        await WriteAsync(context, changes.CreateKey(request.Text("name")!, request.Texts("scopes") ?? [], request.Text("owner"), request.Text("expires"), PeerNames.Of(context)));
    }

    public async Task RotateAsync(HttpContext context, string id)
    {
        if (await JsonRequest.ReadAsync(context, Rotation) is not { } request)
            return;
        var rotation = keys.Rotate(id, TermRules.Overlap(request.Text("overlap")), TermRules.EndOf(request.Text("expires"), clock.GetUtcNow()));
        if (rotation is { New: { } created, Old: { } old })
        {
            log.KeyRotated(old.Id, created.Record.Id, old.Expires, PeerNames.Of(context));
            await WriteAsync(context, created);
        }
        else if (rotation.Outcome == ApiKeyRotationOutcome.Unknown)
            await UnknownAsync(context);
        else
            await PlainProblem.WriteAsync(context, 409, "Not rotated", RotationWords.WhyNot(rotation));
    }

    public async Task RevokeAsync(HttpContext context, string id)
    {
        await Task.Yield();
        if (changes.RevokeKey(id, PeerNames.Of(context)))
            context.Response.StatusCode = 204;
        else
            await UnknownAsync(context);
    }

    private static Task WriteAsync(HttpContext context, NewApiKey created) =>
        JsonAnswer.WriteMadeAsync(context, $"keys/{created.Record.Id}", json => KeyJson.Write(json, created));

    private static Task UnknownAsync(HttpContext context) =>
        PlainProblem.WriteAsync(context, 404, "No such key", "There is no such key, or it was revoked before; /.countersign/keys lists them.");
}
