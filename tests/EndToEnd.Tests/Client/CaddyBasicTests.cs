using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Countersign.Client;
using Countersign.Client.Failures;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>The Basic client against a real Caddy.</summary>
public sealed class CaddyBasicTests : IDisposable
{
    private const string Password = "caddy pass word";

    private readonly CommandHome _home = new();

    [Fact]
    public async Task Answers_its_challenge_and_goes_unasked_from_then_on()
    {
        await using var caddy = await StartAsync();
        using var client = Client(caddy, Password);

        for (var i = 0; i < 3; i++)
            Assert.Equal("inside", await client.GetStringAsync($"{caddy.Origin}/area/{i}", TestContext.Current.CancellationToken));
        using var posted = await client.PostAsync($"{caddy.Origin}/area/in", new StringContent("content"), TestContext.Current.CancellationToken);
        await caddy.StopAsync();

        Assert.Equal(HttpStatusCode.OK, posted.StatusCode);
        Assert.Equal([401, 200, 200, 200, 200], caddy.Log.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task Is_rejected_after_one_try_with_a_wrong_password()
    {
        await using var caddy = await StartAsync();
        using var client = Client(caddy, "wrong");

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync($"{caddy.Origin}/area/x", TestContext.Current.CancellationToken));

        Assert.Equal((FailureReason.CredentialsRejected, "Basic"), (failed.Failure.Reason, failed.Scheme));
    }

    [Fact]
    public async Task The_command_gets_in_and_says_what_it_met_without()
    {
        await using var caddy = await StartAsync();

        var asked = await _home.RunAsync("request", caddy.Origin + "/area/x");
        var answered = await _home.RunWithInputAsync($"anna:{Password}\n", "request", caddy.Origin + "/area/x", "--auth", "-");

        Assert.Equal((1, 0), (asked.Code, answered.Code));
        Assert.Contains("--auth USER", asked.Error, StringComparison.Ordinal);
        Assert.Equal("inside", answered.Output);
    }

    public void Dispose() => _home.Dispose();

    private static HttpClient Client(RealServer caddy, string password)
    {
        var options = new ReauthenticationOptions();
        options.AddBasic(caddy.Origin, "anna", new(password), basic => basic.AllowCleartext = true);
        return new(new ReauthenticationHandler(options, new SocketsHttpHandler { UseProxy = false }));
    }

    private static async Task<RealServer> StartAsync()
    {
        var hashed = await Programs.CountersignWithInputAsync(Password + "\n", "hash", "--cost", "10");
        var hash = Convert.ToBase64String(Encoding.ASCII.GetBytes(hashed.Output.Trim()));
        return await RealServer.StartAsync("/usr/bin/caddy", server =>
        {
            server.Write("Caddyfile", string.Create(CultureInfo.InvariantCulture, $$"""
                {
                	admin off
                	auto_https off
                	storage file_system {{server.PathOf("caddy")}}
                }
                http://127.0.0.1:{{server.Port}} {
                	log {
                		output file {{server.PathOf("access.log")}}
                		format json
                	}
                	basicauth /area/* {
                		anna {{hash}}
                	}
                	respond /area/* "inside"
                }
                """));
            return ["run", "--config", server.PathOf("Caddyfile"), "--adapter", "caddyfile"];
        });
    }
}
