using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.Gateway.Forwarding;
using Countersign.Gateway.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.Gateway.Admin;

/// <summary>API keys: listed, created, rotated and revoked as the commands do it; the log tells of each change and from where it came.</summary>
internal sealed class KeyEndpoints(ApiKeyStore keys, TimeProvider clock, ILogger log)
{
    public async Task ListAsync(HttpContext context)
    {
        // The keys are read from the store, and this thread waits for sockets.
        await Task.Yield();
        await JsonAnswer.WriteListAsync(context, keys.List(), KeyJson.Write);
    }

    public async Task CreateAsync(HttpContext context)
    {
        if (await JsonRequest.ReadAsync(context, ["name", "owner", "expires"], "scopes") is not { } request)
            return;
        var (name, owner, expires, scopes) = (request.Text("name"), request.Text("owner"), request.Text("expires"), request.List("scopes"));
        var fault = name is null
            ? "'name' says what the key is for, and is needed."
            : NameRules.OfLabel(name)
                ?? (owner is null ? null : NameRules.OfUser(owner))
                ?? (expires is null ? null : TermRules.OfLifetime(expires))
                ?? scopes.Select(NameRules.OfScope).FirstOrDefault(found => found is not null);
        if (fault is not null)
        {
            await PlainProblem.WriteAsync(context, 400, "Bad request", fault);
            return;
        }

        var created = keys.Create(name!, scopes, owner, TermRules.EndOf(expires, clock.GetUtcNow()));
        log.KeyCreated(created.Record.Id, created.Record.Name, PeerNames.Of(context));
        await JsonAnswer.WriteAsync(context, 201, json => KeyJson.Write(json, created));
    }

    public async Task RotateAsync(HttpContext context, string id)
    {
        if (await JsonRequest.ReadAsync(context, ["overlap", "expires"]) is not { } request)
            return;
        var (overlap, expires) = (request.Text("overlap"), request.Text("expires"));
        var fault = (overlap is null ? null : TermRules.OfOverlap(overlap)) ?? (expires is null ? null : TermRules.OfLifetime(expires));
        if (fault is not null)
        {
            await PlainProblem.WriteAsync(context, 400, "Bad request", fault);
            return;
        }

        var rotation = keys.Rotate(id, TermRules.Overlap(overlap), TermRules.EndOf(expires, clock.GetUtcNow()));
        if (rotation is { New: { } created, Old: { } old })
        {
            log.KeyRotated(old.Id, created.Record.Id, old.Expires, PeerNames.Of(context));
            await JsonAnswer.WriteAsync(context, 201, json => KeyJson.Write(json, created));
        }
        else if (rotation.Outcome == ApiKeyRotationOutcome.Unknown)
            await UnknownAsync(context);
        else
            await PlainProblem.WriteAsync(context, 409, "Not rotated", RotationWords.WhyNot(rotation));
    }

    public async Task RevokeAsync(HttpContext context, string id)
    {
        await Task.Yield();
        if (!keys.Revoke(id))
        {
            await UnknownAsync(context);
            return;
        }

        log.KeyRevoked(id, PeerNames.Of(context));
        context.Response.StatusCode = 204;
    }

    private static Task UnknownAsync(HttpContext context) =>
        PlainProblem.WriteAsync(context, 404, "No such key", "There is no such key, or it was revoked before; /.countersign/keys lists them.");
}
