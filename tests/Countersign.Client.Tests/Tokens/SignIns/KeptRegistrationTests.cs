using Countersign.Client.Discovery;
using Countersign.Client.Tests.Discovery;
using Countersign.Client.Tokens.SignIns;
using Countersign.Client.Tokens.Stores;
using Xunit;

namespace Countersign.Client.Tests.Tokens.SignIns;

/// <summary>A client that registered itself (RFC 7591) is still that client when its program starts again: refresh tokens are of use to no other.</summary>
public sealed class KeptRegistrationTests : IDisposable
{
    private const string Register = "https://login.example/register";

    private readonly DiscoveryStage _stage = new();
    private readonly MemoryTokenStore _store = new();
    private readonly List<Dictionary<string, string>> _visits = [];
    private string _registration = """{"client_id":"dyn1","client_secret":"s3cret1"}""";
    private string _back = "http://127.0.0.1:7777/back";
    private Func<Uri, CancellationToken, Task<Uri>>? _visit;

    public KeptRegistrationTests()
    {
        _stage.Documents[DiscoveryStage.ServerPlace] = () =>
            DiscoveryStage.Json(DiscoveryStage.Server(more: $",\"registration_endpoint\":\"{Register}\",\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"]"));
        _stage.Documents[Register] = () => DiscoveryStage.Json(_registration, status: 201);
        _stage.Documents[DiscoveryStage.TokenUrl] = () => Token();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private int Registrations => _stage.Asked.Count(place => place == Register);

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task Refreshes_after_a_start_as_the_client_that_signed_in()
    {
        await StartAndAskAsync();
        _stage.Clock.Advance(TimeSpan.FromHours(1));

        await StartAndAskAsync();

        Assert.Equal((1, 1), (Registrations, _visits.Count));
        Assert.Equal(("refresh_token", "r1", "dyn1", "s3cret1"), (Form("grant_type"), Form("refresh_token"), Form("client_id"), Form("client_secret")));
    }

    [Theory]
    [InlineData("http://127.0.0.1:9999/back", 1)] // RFC 8252 §7.3: servers allow any port
    [InlineData("http://127.0.0.1:7777/other", 2)]
    [InlineData("https://me.example:7777/back", 2)]
    public async Task Registers_anew_where_answers_come_to_another_place(string back, int registrations)
    {
        await StartAndAskAsync();
        await DropAsync();
        _back = back;

        await StartAndAskAsync();

        Assert.Equal((registrations, 2), (Registrations, _visits.Count));
    }

    [Theory]
    [InlineData("1728003599", 2)] // one second before the clock
    [InlineData("0", 1)] // RFC 7591 §3.2.1: never
    [InlineData("4102444800", 1)]
    public async Task Registers_anew_when_its_secret_has_ended(string ends, int registrations)
    {
        _registration = $$"""{"client_id":"dyn1","client_secret":"s3cret1","client_secret_expires_at":{{ends}}}""";
        await StartAndAskAsync();
        await DropAsync();
        _stage.Clock.Advance(TimeSpan.FromHours(1));

        await StartAndAskAsync();

        Assert.Equal(registrations, Registrations);
    }

    [Fact]
    public async Task Is_forgotten_when_the_server_does_not_know_it_any_more()
    {
        await StartAndAskAsync();
        _stage.Clock.Advance(TimeSpan.FromHours(1));
        _registration = """{"client_id":"dyn2","client_secret":"s3cret2"}""";
        _stage.Documents[DiscoveryStage.TokenUrl] = () => Form("client_id") == "dyn1" ? DiscoveryStage.Json("""{"error":"invalid_client"}""", status: 401) : Token();

        await StartAndAskAsync();
        _stage.Clock.Advance(TimeSpan.FromHours(1));
        await StartAndAskAsync();

        Assert.Equal((2, 2), (Registrations, _visits.Count));
        Assert.Equal(("refresh_token", "dyn2"), (Form("grant_type"), Form("client_id")));
    }

    [Fact]
    public async Task Takes_over_what_another_program_registered_when_its_own_is_not_known_any_more()
    {
        using var one = Start();
        await AskAsync(one);
        await ReplaceAsync("dyn1", "dyn2");
        _stage.Clock.Advance(TimeSpan.FromHours(1));
        _stage.Documents[DiscoveryStage.TokenUrl] = () => Form("client_id") == "dyn1" ? DiscoveryStage.Json("""{"error":"invalid_client"}""", status: 401) : Token();

        await AskAsync(one);

        Assert.Equal((1, "dyn2"), (Registrations, Form("client_id")));
    }

    [Fact]
    public async Task Is_forgotten_when_nobody_comes_back_from_the_server() // which shows a person that it does not know the client, and us nothing
    {
        await StartAndAskAsync();
        await DropAsync();
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _visit = async (_, cancel) =>
        {
            waits.SetResult();
            await Task.Delay(Timeout.Infinite, cancel);
            return new(_back);
        };
        using (var client = Start())
        {
            var request = client.GetAsync(DiscoveryStage.Api, Cancel);
            await waits.Task;
            _stage.Clock.Advance(TimeSpan.FromMinutes(5));
            await Assert.ThrowsAsync<AuthenticationFailedException>(() => request);
        }

        _visit = null;
        await StartAndAskAsync();

        Assert.Equal(2, Registrations);
    }

    [Fact]
    public async Task Is_shown_to_no_other_token_endpoint()
    {
        await StartAndAskAsync();
        await DropAsync();
        const string moved = "https://login.example/moved";
        _stage.Documents[DiscoveryStage.ServerPlace] = () =>
            DiscoveryStage.Json(DiscoveryStage.Server(token: moved, more: $",\"registration_endpoint\":\"{Register}\",\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"]"));
        _stage.Documents[moved] = () => Token();

        await StartAndAskAsync();

        Assert.Equal(2, Registrations);
    }

    [Fact]
    public async Task A_registration_that_nobody_waited_for_is_neither_lost_nor_believed_again_when_it_failed()
    {
        using var channel = new Client.Tokens.BackChannel(_stage);
        var metadata = Countersign.Tokens.Keys.IssuerMetadata.Read(System.Text.Encoding.UTF8.GetBytes(DiscoveryStage.Server(more: $",\"registration_endpoint\":\"{Register}\"")), out _)!;
        var server = new AuthorizationServer(metadata, channel, key: null, _stage.Clock);
        using var gate = new ManualResetEventSlim();
        var answer = DiscoveryStage.Json("""{"error":"invalid_client_metadata"}""", status: 400);
        _stage.Documents[Register] = () =>
        {
            gate.Wait(Cancel);
            return answer;
        };
        var registrar = new ClientRegistrar(server, new(UserAgent.Of(new(_back), VisitAsync)), _store);
        using var gone = new CancellationTokenSource();
        var late = registrar.KnowAsync(new(_back), Cancel);
        var waiter = registrar.KnowAsync(new(_back), gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiter);
        gate.Set();
        Assert.Equal(Client.Failures.FailureReason.RegistrationRefused, (await late).Failure!.Reason);
        answer = DiscoveryStage.Json(_registration, status: 201);

        var registered = (await registrar.KnowAsync(new(_back), Cancel)).Client!;
        await registrar.ForgetAsync(registered);

        Assert.Equal(("dyn1", 2), (registered.ClientId, Registrations));
        Assert.Null(registrar.Known);
        Assert.Null((await late).Client);
        Assert.Null(registrar.Known);
    }

    [Fact]
    public async Task Serves_as_long_as_the_program_runs_where_it_can_not_be_kept()
    {
        var store = new Grants.NotingStore(_store, []) { IsFull = true };
        using var client = Start(store);
        await AskAsync(client);
        _stage.Clock.Advance(TimeSpan.FromHours(1));

        await AskAsync(client);

        Assert.Equal((1, 1, "refresh_token"), (Registrations, _visits.Count, Form("grant_type")));
    }

    private string Form(string name) => _stage.Requests.Last(seen => seen.Target.Host == "login.example" && seen.Method == "POST" && seen.Target.AbsolutePath != "/register") is var seen
        ? DiscoveryStage.FormOf(seen.Text!).GetValueOrDefault(name, "")
        : "";

    private HttpResponseMessage Token() => DiscoveryStage.Json($$"""{"access_token":"t{{_stage.Requests.Count}}","token_type":"Bearer","expires_in":3600,"refresh_token":"r{{_stage.Forms.Count}}"}""");

    private string Family => $"sign-in\n{DiscoveryStage.Issuer}\n\n{DiscoveryStage.Api}";

    // The refresh token counts no more, and a person has to sign in.
    private async Task DropAsync()
    {
        var kept = (await _store.ReadAsync(Family, Cancel))!;
        Assert.True(await _store.TryReplaceAsync(Family, kept.Version, kept with { RefreshToken = null, Tokens = [] }, Cancel));
    }

    // As another program leaves it that has registered, and signed in.
    private async Task ReplaceAsync(string former, string next)
    {
        foreach (var name in new[] { Family, ClientRegistrar.NameOf("Countersign client", DiscoveryStage.Issuer) })
        {
            var kept = (await _store.ReadAsync(name, Cancel))!;
            Assert.Equal(former, kept.ClientId);
            Assert.True(await _store.TryReplaceAsync(name, kept.Version, kept with { ClientId = next }, Cancel));
        }
    }

    private async Task StartAndAskAsync()
    {
        using var client = Start();
        await AskAsync(client);
    }

    private static async Task AskAsync(HttpClient client)
    {
        using var response = await client.GetAsync(DiscoveryStage.Api, Cancel);
        Assert.True(response.IsSuccessStatusCode);
    }

    private HttpClient Start(ITokenStore? store = null)
    {
        var options = new AuthorizationCodeOptions(UserAgent.Of(new(_back), _visit ?? VisitAsync)) { Store = store ?? _store };
        return _stage.Client(grantAt: server => new AuthorizationCodeGrant(server, options));
    }

    private Task<Uri> VisitAsync(Uri address, CancellationToken cancel)
    {
        var visit = DiscoveryStage.FormOf(address.Query);
        _visits.Add(visit);
        return Task.FromResult(new Uri($"{_back}?code=c0de&state={visit["state"]}"));
    }
}
