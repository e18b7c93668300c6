using System.Text.Json;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.SingleSignOn;
using Countersign.AspNetCore.Stores;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.SignIn.Desk;

/// <summary>Where providers say that somebody signed out (OpenID Connect Back-Channel Logout 1.0 §2.5).</summary>
internal sealed class BackChannelEndpoint(SignInDesk desk, SignOnProviders providers) : IOwnEndpoint
{
    private const string Folder = "/.countersign/back-channel-logout/";
    private const string TokenField = "logout_token";

    private readonly BackChannelLogout _logout = new(desk.Services.Sessions, new UsedNames(desk.Services.Store, desk.Services.Clock), desk.Services.Clock);

    /// <inheritdoc/>
    public bool Takes(string path) => path.StartsWith(Folder, StringComparison.Ordinal) && providers.Find(path[Folder.Length..]) is not null;

    /// <inheritdoc/>
    public async Task ServeAsync(Passage passage, HttpRequestFacts facts)
    {
        var context = passage.Context;
        if (facts.Method != "POST")
        {
            await SignInDesk.RefuseMethodAsync(context, "POST");
            return;
        }

        var provider = providers.Find(facts.Canonical.Path[Folder.Length..])!;
        var outcome = await EndAsync(provider, facts, context.RequestAborted);
        if (outcome.Evidence is { } evidence)
            desk.Services.Log.LogoutRefused(provider.Name, IssuerFactory.Shown(evidence), facts.ClientAddress);
        else
            desk.Services.Log.ProviderSignedOut(provider.Name, outcome.Ended);
        await AnswerAsync(context, outcome);
    }

    private async Task<LogoutOutcome> EndAsync(Provider provider, HttpRequestFacts facts, CancellationToken cancel)
    {
        var (form, _, evidence) = await LoginForm.ReadAsync(facts, cancel);
        if (form?[TokenField] is not { Length: > 0 } token)
            return LogoutOutcome.Refused(evidence ?? $"There is no {TokenField}, or several.");
        try
        {
            return await _logout.EndAsync(provider, token, cancel);
        }
        catch (StoreUnavailableException failure)
        {
            return LogoutOutcome.Unavailable(failure.Message);
        }
    }

    /// <summary>What is wrong with a token is the operator's to know: anybody can send one.</summary>
    private static async Task AnswerAsync(HttpContext context, LogoutOutcome outcome)
    {
        context.Response.StatusCode = outcome.Status;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (outcome.Evidence is null)
            return;
        using var content = new MemoryStream();
        await using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartObject();
            json.WriteString("error", outcome.Status == StatusCodes.Status400BadRequest ? "invalid_request" : "temporarily_unavailable");
            json.WriteString("error_description", outcome.Status == StatusCodes.Status400BadRequest ? "The logout token does not count" : "Nothing can be said of it now");
            json.WriteEndObject();
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content.ToArray(), context.RequestAborted);
    }
}
