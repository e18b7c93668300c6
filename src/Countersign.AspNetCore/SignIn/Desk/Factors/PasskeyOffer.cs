using System.Net;
using System.Security.Cryptography;
using System.Text;
using Countersign.AspNetCore.SignIn.Factors.Passkeys;
using Countersign.AspNetCore.SignIn.Pages;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.SignIn.Desk.Factors;

/// <summary>Offers passkeys where browsers have them: at a host with a name, over TLS or on the same machine.</summary>
internal sealed class PasskeyOffer(PasskeyCeremonies ceremonies)
{
    /// <summary>Where the answer of a passkey goes.</summary>
    public const string LoginPath = "/.countersign/login/passkey";

    public PasskeyCeremonies Ceremonies => ceremonies;

    /// <summary>Where a ceremony would take place; null where none can.</summary>
    public static PasskeyPlace? PlaceOf(RequestFacts request)
    {
        var isLocal = request.Host is "localhost" || request.Host.EndsWith(".localhost", StringComparison.Ordinal);
        if ((!request.IsTls && !isLocal) || IPAddress.TryParse(request.Host, out _))
            return null;
        var (scheme, port) = request.IsTls ? ("https", ":443") : ("http", ":80");
        var authority = request.Authority.ToLowerInvariant();
        return new(request.Host, $"{scheme}://{(authority.EndsWith(port, StringComparison.Ordinal) ? authority[..^port.Length] : authority)}");
    }

    /// <summary>What binds a ceremony to an attempt to sign in.</summary>
    public static string BoundTo(string attempt) => "attempt " + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(attempt)));

    /// <summary>What binds a ceremony to a session.</summary>
    public static string BoundTo(SessionFacts session) => "session " + session.Handle;

    /// <summary>The button on the sign-in page, for whoever has a passkey; nothing where there can't be one.</summary>
    public Html FormFor(HttpContext context, RequestFacts request, PageText text, string attempt) =>
        PlaceOf(request) is { } place ? PasskeyForm.ToProve(text, LoginPath, ceremonies.AskAnybody(BoundTo(attempt), place, context), attempt) : Html.None;
}
