using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Countersign.AspNetCore.Tests.Doors;

/// <summary>Whatever an application forgets or mistakes, nothing that names a policy is open.</summary>
public sealed class ForgottenDoorTests
{
    private static void Policies(CountersignOptions door) => door.AddPolicy("people", policy => policy.AnyOf("file"));

    [Fact]
    public async Task Without_UseCountersign_the_start_ends_and_names_the_endpoints()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => DoorApplication.StartAsync(Policies, app =>
        {
            app.MapGet("/a", () => "").RequireCountersign("people");
            app.MapGet("/b", [RequireCountersign("people")] () => "");
            app.MapGet("/c", () => "");
        }));

        Assert.Contains("/a: app.UseCountersign() was not called", failure.Message, StringComparison.Ordinal);
        Assert.Contains("/b: app.UseCountersign() was not called", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("/c", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_UseCountersign_a_policy_by_default_ends_the_start()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => DoorApplication.StartAsync(
            door =>
            {
                Policies(door);
                door.RequireByDefault("people");
            },
            app => app.MapGet("/", () => "")));

        Assert.Contains("the policy 'people' is to hold by default", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/a")]
    [InlineData("/b")]
    [InlineData("/d/plain")]
    public async Task Before_UseRouting_it_judges_nothing_and_the_endpoints_fail(string path)
    {
        await using var app = await DoorApplication.StartAsync(
            door =>
            {
                Policies(door);
                door.AddPolicy("operators", policy => policy.AnyOf("staff"));
                door.AddPolicy("eves", policy => policy.AnyOf("staff"));
            },
            app =>
            {
                app.UseCountersign();
                app.UseRouting();
                app.MapGet("/a", () => "open").RequireCountersign("people");
                app.MapGet("/b", [RequireCountersign("people")] () => "open");
                app.MapControllers();
            },
            builder => builder.Services.AddControllers().AddApplicationPart(typeof(ForgottenDoorTests).Assembly));

        await FailsAsync(app, path);
    }

    [Theory]
    [InlineData("/a")]
    [InlineData("/d/plain")]
    public async Task Without_AddCountersign_the_endpoints_fail(string path)
    {
        await using var app = await DoorApplication.StartAsync(
            null,
            app =>
            {
                app.MapGet("/a", () => "open").RequireCountersign("people");
                app.MapControllers();
            },
            builder => builder.Services.AddControllers().AddApplicationPart(typeof(ForgottenDoorTests).Assembly));

        await FailsAsync(app, path);
    }

    [Fact]
    public async Task Without_AddCountersign_UseCountersign_says_so()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => DoorApplication.StartAsync(null, app => app.UseCountersign()));

        Assert.Contains("AddCountersign", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_comes_later_and_names_an_unknown_policy_is_closed()
    {
        using var later = new LaterEndpoints();
        await using var app = await DoorApplication.StartAsync(Policies, app =>
        {
            app.UseCountersign();
            ((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)app).DataSources.Add(later);
        });
        later.Add("/late", new RequireCountersignAttribute("peopel"));

        Assert.Equal((503, "protection-unavailable"), await DoorApplication.ReadAsync(app.GetAsync("/late", DoorApplication.Basic("anna"))));
    }

    [Fact]
    public async Task All_that_is_wrong_with_the_options_is_told_at_start()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => DoorApplication.StartAsync(
            door =>
            {
                door.Store = "mysql://db";
                door.TrustedProxies.Add("10.0.0.1/8");
                door.AddBasic("file");
                door.AddBasic("lost", basic => basic.Htpasswd = "lost.htpasswd");
                door.AddDigest("devices", digest => digest.Algorithms.Add("SHA-265"));
                door.AddApiKeys("keys", keys => keys.Header = "Cookie");
                door.AddBearer("api", bearer => bearer.AddIssuer("https://login.example"));
                door.AddBearer("none", _ => { });
                door.AddDpop("proofs", "apy");
                door.AddPolicy("a", policy => policy.AnyOf("staf"));
                door.AddPolicy("b", policy => policy.Groups("x"));
                door.AddPolicy("c", policy => policy.AnyOf("file", "lost").Groups("ops").Networks("here"));
                door.AddPolicy("d", policy => policy.AnyOf("staff").Scopes("read").Roles("admin"));
                door.RequireByDefault("aa");
            },
            app => app.UseCountersign()));

        Assert.Equal(
            [
                "the store: It is neither a file nor of the form `postgres://...`.",
                "the trusted proxies: '10.0.0.1/8' is neither an address nor a network",
                "the scheme 'file' is added twice",
                "the policy 'aa', which is to hold by default, does not exist; did you mean 'a'?",
                $"the scheme 'lost': there is no file {failure.Failures.Single(problem => problem.Contains("'lost'", StringComparison.Ordinal)).Split(' ')[^1]}",
                "the scheme 'devices': it has no Htdigest file",
                "the scheme 'devices': the algorithm 'SHA-265' is unknown; did you mean 'SHA-256'?",
                "the scheme 'keys': the field Cookie has a meaning of its own and cannot carry keys",
                "the scheme 'api': the issuer https://login.example has no audience: name what its tokens are for, or write any",
                "the scheme 'none': it has no issuer, so that nobody could get in: AddIssuer",
                "the scheme 'proofs': there is no bearer scheme 'apy'; did you mean 'api'?",
                "the policy 'a': there is no scheme 'staf'; did you mean 'staff'?",
                "the policy 'b': it names no scheme: write AnyOf(...), or Deny()",
                "the policy 'c': 'here' is neither an address nor a network",
                "the policy 'd': it wants scopes, and none of its schemes grants any",
                "the policy 'd': it wants roles, claims or a way of signing in, of which none of its schemes tells",
            ],
            failure.Failures);
    }

    private static async Task FailsAsync(DoorApplication app, string path)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => app.GetAsync(path, DoorApplication.Basic("anna")));
        Assert.Contains("UseCountersign", failure.Message, StringComparison.Ordinal);
    }
}
