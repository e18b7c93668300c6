using System.Globalization;
using Countersign.Client.Stores;
using Countersign.Client.Tokens;
using Countersign.Client.Tokens.Grants;
using Countersign.Client.Tokens.Stores;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>
/// Ten processes share one refresh token that counts once: the provider takes everything back when one of them is late. COUNTERSIGN_SHARED_REFRESH_SECONDS makes
/// it last longer.
/// </summary>
public sealed class SharedRefreshTests : IAsyncLifetime
{
    private const int Processes = 10;
    private const int Lifetime = 2; // seconds

    private static readonly double Seconds = double.Parse(Environment.GetEnvironmentVariable("COUNTERSIGN_SHARED_REFRESH_SECONDS") ?? "12", CultureInfo.InvariantCulture);
    private readonly string _folder = Directory.CreateTempSubdirectory("shared").FullName;
    private AuthorizationServer _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string User => Path.Combine(Checkout.Root, "artifacts", "bin", "Countersign.TokenUser", new DirectoryInfo(AppContext.BaseDirectory).Name, "Countersign.TokenUser.dll");

    public async ValueTask InitializeAsync() => _server = await AuthorizationServer.StartAsync(SigningKey.Create(JwsAlgorithm.ES256), Lifetime);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("tokens")]
    [InlineData("tokens.db")]
    public async Task Ten_processes_never_use_a_refresh_token_twice(string name)
    {
        var place = Path.Combine(_folder, name);
        await SignInAsync(place);

        var runs = await Task.WhenAll(Enumerable.Range(0, Processes).Select(_ => Programs.RunAsync(
            "dotnet", ["exec", User, "use", place, _server.Token.AbsoluteUri, "terminal", _server.UserInfo.AbsoluteUri, Seconds.ToString(CultureInfo.InvariantCulture)], seconds: Seconds + 60)));

        Assert.All(runs, ran => Assert.True(ran.Code == 0, ran.Output + ran.Error));
        Assert.All(runs, ran => Assert.True(int.Parse(ran.Output.Split(' ')[0], CultureInfo.InvariantCulture) > Seconds, ran.Output));
        var counts = await _server.CountsAsync();
        TestContext.Current.SendDiagnosticMessage("{0}: {1} refreshes by {2} processes within {3} s, {4} requests", name, counts.Given["refresh_token"], Processes, Seconds, runs.Sum(ran => int.Parse(ran.Output.Split(' ')[0], CultureInfo.InvariantCulture)));
        Assert.Empty(counts.Errors);
        Assert.Equal(0, counts.Revoked);
        Assert.InRange(counts.Given["refresh_token"], Seconds / Lifetime / 2, Seconds); // as often as tokens end, and not as often as processes ask
    }

    private async Task SignInAsync(string place)
    {
        var seal = AesTokenSeal.FromFile(place + ".key");
        ITokenStore store = place.EndsWith(".db", StringComparison.Ordinal) ? new SqliteTokenStore(place, seal) : new FileTokenStore(place, seal);
        var terminal = new TokenEndpoint(_server.Token, ClientAuthentication.None("terminal"));
        var device = new DeviceCodeGrant(terminal, _server.DeviceAuthorization, (code, _) => AuthorizationServer.AgreeAsync(code.VerificationUriComplete!)) { Scope = "openid offline_access" };
        var outcome = await new RefreshTokenGrant(terminal, store, "api") { SignIn = device }.RequestAsync(new(), null, Cancel);
        Assert.True(outcome.Token is not null, outcome.Failure?.Detail);
    }
}
