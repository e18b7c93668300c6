using System.Net;
using System.Net.Http.Headers;
using Countersign.Client;
using Countersign.Client.Tokens.Grants;

namespace Countersign.Caller;

/// <summary>The clients that are compared.</summary>
internal static class Clients
{
    private const string User = "anna";
    private const string Password = "correct horse";
    private const string Token = "mF_9.B5f-4.1JqM";

    /// <param name="kind">Which.</param>
    /// <param name="origin">What it is to call.</param>
    /// <param name="below">What sends.</param>
    public static HttpClient Of(string kind, string origin, HttpMessageHandler below) => kind switch
    {
        "bare" => new(below),
        "bare-authorization" => new(below) { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } },
        "framework-digest" => new(WithCredentials((SocketsHttpHandler)below, origin)),
        "digest" => Handled(below, options => options.AddDigest(origin, User, new(Password), digest => digest.AllowMd5 = true)),
        "basic" => Handled(below, options => options.AddBasic(origin, User, new(Password), basic => (basic.Preemptive, basic.AllowCleartext) = (true, true))),
        "bearer" => Handled(below, options => options.AddBearer(origin, new StaticTokenGrant(new(Token)), bearer => bearer.AllowCleartext = true)),
        _ => throw new ArgumentException($"There is no client {kind}.", nameof(kind)),
    };

    private static HttpClient Handled(HttpMessageHandler below, Action<ReauthenticationOptions> configure)
    {
        var options = new ReauthenticationOptions();
        configure(options);
        return new(new ReauthenticationHandler(options, below));
    }

    private static SocketsHttpHandler WithCredentials(SocketsHttpHandler handler, string origin)
    {
        handler.Credentials = new CredentialCache { { new Uri(origin), "Digest", new NetworkCredential(User, Password) } };
        handler.PreAuthenticate = true;
        return handler;
    }
}
