using Countersign.AspNetCore.Sessions;
using Countersign.Decisions;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>A request for each refusal of sessions.</summary>
internal static class SessionRefusalCases
{
    /// <summary>For the configuration of <see cref="RefusalCases"/>.</summary>
    public const string Schemes = "  people-in: { type: session, realm: Signed in, allow-cleartext: true }";

    public const string Routes = "  - { name: signed-in, match: { path: /signed-in/** }, access: { any-of: [people-in] }, upstream: UPSTREAM }";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Sends what produces the refusal and gives its answer.</summary>
    public static async Task<Reply> ProduceAsync(Refusal refusal, RunningGateway gateway)
    {
        var session = await gateway.SignInAsync();
        var (method, cookie) = ("GET", session.Cookie());
        string[] more = [];
        switch (refusal)
        {
            case Refusal.SessionUnreadable:
                cookie = "Cookie: countersign=none";
                break;
            case Refusal.SessionUnknown:
                cookie = "Cookie: countersign=" + SessionId.Create();
                break;
            case Refusal.SessionIdle:
                gateway.Alter(session, "last_used = 0");
                break;
            case Refusal.SessionExpired:
                gateway.Alter(session, "ends = 0");
                break;
            case Refusal.SessionRevoked:
                await gateway.Host.Services.Sessions.RevokeAsync(session.Handle, Cancel);
                break;
            case Refusal.SessionSignedOut:
                await gateway.Host.Services.Sessions.EndAsync(session.Id.Reveal(), Cancel);
                break;
            case Refusal.SessionOriginForeign:
                (method, more) = ("POST", ["Origin: https://evil.example", "Content-Length: 0"]);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "No refusal of sessions.");
        }

        return await gateway.AskAsync(method, "/signed-in/a", [cookie, .. more]);
    }
}
