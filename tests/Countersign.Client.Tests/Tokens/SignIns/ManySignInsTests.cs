using Countersign.Client.Failures;
using Countersign.Client.Tests.Discovery;
using Countersign.Client.Tokens.SignIns;
using Countersign.Tokens;
using Xunit;

namespace Countersign.Client.Tests.Tokens.SignIns;

/// <summary>People are asked to sign in as often as they can bear, whatever a server wants.</summary>
public sealed class ManySignInsTests : IDisposable
{
    private const string Back = "http://127.0.0.1:7777/back";

    private readonly DiscoveryStage _stage = new();
    private readonly List<Dictionary<string, string>> _visits = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _stage.Dispose();

    [Theory]
    [InlineData("Bearer error=\"invalid_token\", scope=\"s{0}\"", true, FailureReason.RenewedTooOften)]
    [InlineData("Bearer error=\"invalid_token\", scope=\"s{0}\"", false, FailureReason.RenewedTooOften)]
    [InlineData("Bearer error=\"insufficient_scope\", scope=\"s{0}\"", false, FailureReason.ScopeInsufficient)]
    public async Task A_server_that_wants_something_else_each_time_does_not_have_a_person_sign_in_for_each_request(string challenge, bool takesEach, object reason)
    {
        var number = 0;
        _stage.Answer = seen => takesEach && seen.Method == "PUT" && _stage.Requests[^2].Target.AbsoluteUri == DiscoveryStage.TokenUrl
            ? null
            : StubServer.Refusal($"{string.Format(System.Globalization.CultureInfo.InvariantCulture, challenge, number++)}, resource_metadata=\"{DiscoveryStage.Place}\"");
        using var client = Client();
        Exception? last = null;
        for (var i = 0; i < 30; i++)
            last = await Record.ExceptionAsync(() => client.PutAsync(DiscoveryStage.Api, null, Cancel));

        Assert.InRange(_visits.Count, 1, 10);
        Assert.Equal((FailureReason)reason, Assert.IsType<AuthenticationFailedException>(last).Failure.Reason);
        _stage.Clock.Advance(TimeSpan.FromMinutes(10));
        var before = _visits.Count;
        await Record.ExceptionAsync(() => client.PutAsync(DiscoveryStage.Api, null, Cancel));
        Assert.Equal(before + 1, _visits.Count);
    }

    [Fact]
    public async Task The_order_of_what_a_server_wants_is_no_reason_to_sign_in_anew()
    {
        var number = 0;
        _stage.Answer = _ => StubServer.Refusal($"Bearer realm=\"{number++}\", x=\"{number}\", scope=\"{(number % 2 == 0 ? "a b" : "b  a")}\", resource_metadata=\"{DiscoveryStage.Place}\"");
        using var client = Client();
        for (var i = 0; i < 30; i++)
            await Record.ExceptionAsync(() => client.GetAsync(DiscoveryStage.Api, Cancel));

        Assert.InRange(_visits.Count, 1, 3);
    }

    private HttpClient Client()
    {
        var agent = UserAgent.Of(new(Back), (address, _) =>
        {
            var visit = DiscoveryStage.FormOf(address.Query);
            _visits.Add(visit);
            return Task.FromResult(new Uri($"{Back}?code=c0de&state={visit["state"]}"));
        });
        var options = new AuthorizationCodeOptions(agent) { Client = ClientAuthentication.None("app") };
        return _stage.Client(grantAt: server => new AuthorizationCodeGrant(server, options));
    }
}
