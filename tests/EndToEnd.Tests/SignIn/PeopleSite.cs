using System.Security.Cryptography.X509Certificates;
using Countersign.EndToEnd.Clients;
using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd.SignIn;

/// <summary>A gateway over TLS where people sign in, before an application.</summary>
public sealed class PeopleSite : IAsyncLifetime
{
    public const string Password = "correct horse";

    private readonly TestAuthority _authority = new();
    private Site _site = null!;
    private Uri _url = null!;
    private int _round;

    internal Application Application { get; private set; } = null!;

    public string Address(string target) => _url.GetLeftPart(UriPartial.Authority) + target;

    public async ValueTask InitializeAsync()
    {
        _site = await Site.CreateAsync();
        Application = await Application.StartAsync();
        var (certificate, key) = _authority.Issue("gateway");
        await _site.WriteAsync("server.pem", certificate);
        await _site.WriteAsync("server.key", key);
        await WriteAsync("30m");
        foreach (var user in new[] { "anna", "ben" })
        {
            var added = await Programs.CountersignWithInputAsync(Password + "\n", "user", "add", user, "--config", _site.Configuration);
            Assert.True(added.Code == 0, added.Error);
        }

        await _site.StartAsync(listensAsConfigured: true);
        _url = new UriBuilder(_site.Gateway.Url) { Host = "localhost" }.Uri;
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await Application.DisposeAsync();
        _authority.Dispose();
    }

    /// <summary>Lets all sessions that there are idle out, and those that begin, until <see cref="KeepAsync"/>.</summary>
    public async Task ExpireAsync()
    {
        await UseAsync("1s");
        await Task.Delay(1100, TestContext.Current.CancellationToken);
    }

    /// <summary>Has sessions live again. A browser has forgotten by then those that it was told are over.</summary>
    public Task KeepAsync() => UseAsync("30m");

    internal static async Task SignInAsync(Window window, string user = "anna", string password = Password)
    {
        await window.FillAsync("username", user);
        await window.FillAsync("password", password);
        await window.FollowAsync("Sign in");
    }

    /// <summary>A browser in which somebody is signed in, with a window at an address.</summary>
    internal async Task<(Profile Profile, Window Window)> SignInAsync(BrowserFixture browser, string target = "/page", string user = "anna")
    {
        var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenWindowAsync(Address(target));
        await SignInAsync(window, user);
        return (profile, window);
    }

    /// <summary>Waits until the page has the name that came with these terms.</summary>
    private async Task UseAsync(string idle)
    {
        await WriteAsync(idle);
        var shown = $"Orders {_round}<";
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(X509Certificate2.CreateFromPem(_authority.Pem));
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, SslOptions = { CertificateChainPolicy = trust } });
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var page = await Eventually.UntilAsync(() => client.GetStringAsync(Address("/.countersign/login")), page => page.Contains(shown, StringComparison.Ordinal));
        Assert.Contains(shown, page, StringComparison.Ordinal);
    }

    private Task WriteAsync(string idle) => _site.ConfigureAsync($$"""
        listen: { url: "https://127.0.0.1:0", certificate: ./server.pem, key: ./server.key }
        limits: { attempts-per-name: 3 }
        sign-in: { users: store, service: Orders {{++_round}} }
        schemes:
          people: { type: session, realm: Orders, idle: {{idle}} }
        routes:
          - { name: all, access: { any-of: [people] }, upstream: "{{Application.Url}}" }
        """);
}
