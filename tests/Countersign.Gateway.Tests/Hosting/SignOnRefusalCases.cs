using System.Web;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>A request for each refusal of signing in at a provider, which speaks OAuth 2 at the upstream's address.</summary>
internal static class SignOnRefusalCases
{
    /// <summary>For the configuration of <see cref="RefusalCases"/>.</summary>
    public const string Providers = $"{{ corp: {Provider}, other: {Provider} }}";

    public const string Routes = "  - { name: lately, match: { path: /lately/** }, access: { any-of: [people-in], max-age: 5m }, upstream: UPSTREAM }";

    private const string Provider =
        "{ type: oauth2, client-id: app, client-secret: secret, authorization-endpoint: UPSTREAM/authorize, token-endpoint: UPSTREAM/op/token, userinfo-endpoint: UPSTREAM/op/me }";

    private const string Accept = "Accept: application/problem+json";

    /// <summary>What the provider answers: as the code says.</summary>
    public static async Task AnswerAsync(HttpContext context)
    {
        switch (context.Request.Path)
        {
            case "/op/token":
                var code = (await context.Request.ReadFormAsync())["code"].ToString();
                context.Response.StatusCode = code switch { "refused" => 400, "down" => 503, _ => 200 };
                await context.Response.WriteAsync(code == "refused" ? """{"error":"invalid_grant"}""" : $$"""{"access_token":"{{code}}","token_type":"Bearer"}""");
                break;
            case "/op/me":
                await context.Response.WriteAsync(context.Request.Headers.Authorization == "Bearer unsound" ? "nonsense" : """{"nobody":true}""");
                break;
            default:
                await TokenRefusalCases.KnowNothingAsync(context);
                break;
        }
    }

    /// <summary>Sends what produces the refusal and gives its answer.</summary>
    public static async Task<Reply> ProduceAsync(Refusal refusal, RunningGateway gateway)
    {
        if (refusal == Refusal.SignOnTooWeak)
            return await StartAsync(gateway, "/lately/a");
        var start = await StartAsync(gateway, "/staff/a");
        var state = HttpUtility.ParseQueryString(new Uri(start.Field("Location")!).Query)["state"]!;
        var cookie = "Cookie: " + start.Lines("Set-Cookie").Single(line => line.StartsWith("countersign-sso=", StringComparison.Ordinal)).Split(';')[0];
        if (refusal == Refusal.SignOnStateUsed)
            await EndAsync("corp", "code=refused");
        return refusal switch
        {
            Refusal.SignOnStateInvalid => await gateway.GetAsync("/.countersign/sso/corp/callback?code=x&state=1.nonsense", Accept, cookie),
            Refusal.SignOnStateUsed or Refusal.SignOnRefused => await EndAsync("corp", "code=refused"),
            Refusal.SignOnDeclined => await EndAsync("corp", "error=access_denied"),
            Refusal.SignOnInteractionNeeded => await EndAsync("corp", "error=consent_required"),
            Refusal.SignOnUnavailable => await EndAsync("corp", "code=down"),
            Refusal.SignOnIssuerMismatch => await EndAsync("other", "code=x"),
            Refusal.SignOnTokenInvalid => await EndAsync("corp", "code=unsound"),
            Refusal.SignOnPersonUnknown => await EndAsync("corp", "code=nobody"),
            _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "Not one of signing in at a provider."),
        };

        Task<Reply> EndAsync(string provider, string query) =>
            gateway.GetAsync($"/.countersign/sso/{provider}/callback?{query}&state={Uri.EscapeDataString(state)}", Accept, cookie);
    }

    private static Task<Reply> StartAsync(RunningGateway gateway, string target) =>
        gateway.GetAsync("/.countersign/sso/corp/start?return=" + Uri.EscapeDataString(target), Accept, "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document");
}
