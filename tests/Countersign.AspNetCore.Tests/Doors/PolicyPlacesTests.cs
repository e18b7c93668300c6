using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.AspNetCore.Tests.Doors;

/// <summary>Where policies can be named, and which hold where several are.</summary>
public sealed class PolicyPlacesTests
{
    private static void Policies(CountersignOptions door)
    {
        door.AddPolicy("people", policy => policy.AnyOf("staff", "file"));
        door.AddPolicy("operators", policy => policy.AnyOf("staff").Groups("ops"));
        door.AddPolicy("eves", policy => policy.AnyOf("file", "staff").Users("eve"));
        door.AddPolicy("annas", policy => policy.AnyOf("file", "staff").Users("anna"));
    }

    /// <summary>What users get at a path; an empty name comes without credentials.</summary>
    private static async Task<string> StatusesAsync(DoorApplication app, string path, params string[] users)
    {
        var statuses = new List<int>();
        foreach (var user in users)
            statuses.Add((await DoorApplication.ReadAsync(app.GetAsync(path, user.Length == 0 ? null : DoorApplication.Basic(user)))).Status);
        return string.Join(' ', statuses);
    }

    [Fact]
    public async Task All_policies_of_a_group_and_of_its_endpoint_hold()
    {
        await using var app = await DoorApplication.StartAsync(Policies, app =>
        {
            app.UseCountersign();
            var group = app.MapGroup("/group").RequireCountersign("people");
            group.MapGet("/eves", () => "").RequireCountersign("eves");
            group.MapGet("/annas", () => "").RequireCountersign("annas").RequireCountersign("annas");
            group.MapGet("/none", () => "").RequireCountersign("annas").RequireCountersign("eves");
            group.MapGet("/any", () => "");
        });

        Assert.Equal("200 403", await StatusesAsync(app, "/group/eves", "eve", "anna"));
        Assert.Equal("403 200", await StatusesAsync(app, "/group/annas", "eve", "anna"));
        Assert.Equal("403 403", await StatusesAsync(app, "/group/none", "eve", "anna"));
        Assert.Equal("200 401", await StatusesAsync(app, "/group/any", "anna", ""));
    }

    [Fact]
    public async Task Only_schemes_that_all_policies_take_are_offered()
    {
        await using var app = await DoorApplication.StartAsync(Policies, app =>
        {
            app.UseCountersign();
            app.MapGet("/both", () => "").RequireCountersign("people").RequireCountersign("operators");
        });

        using var answer = await app.GetAsync("/both");

        Assert.Equal("Basic realm=\"Staff\", charset=\"UTF-8\"", Assert.Single(answer.Headers.GetValues("WWW-Authenticate")));
    }

    [Fact]
    public async Task A_policy_by_default_closes_all_that_says_nothing_and_what_is_no_endpoint()
    {
        await using var app = await DoorApplication.StartAsync(
            door =>
            {
                Policies(door);
                door.RequireByDefault("people");
            },
            app =>
            {
                app.UseCountersign();
                app.MapGet("/said", () => "").RequireCountersign("operators");
                app.MapGet("/unsaid", () => "");
                app.MapGet("/open", () => "").AllowAnonymous();
                app.MapGroup("/group").RequireCountersign("operators").MapGet("/open", () => "").AllowAnonymous();
                app.MapGroup("/free").AllowAnonymous().MapGet("/closed", () => "").RequireCountersign("operators");
            });

        Assert.Equal("401 200", await StatusesAsync(app, "/unsaid", "", "anna"));
        Assert.Equal("401 404", await StatusesAsync(app, "/nowhere", "", "anna"));
        Assert.Equal("401 200", await StatusesAsync(app, "/said", "anna", "eve"));
        Assert.Equal("200", await StatusesAsync(app, "/open", ""));
        Assert.Equal("200", await StatusesAsync(app, "/group/open", ""));
        Assert.Equal("401 200", await StatusesAsync(app, "/free/closed", "", "eve"));
    }

    [Theory]
    [InlineData("/c/plain", 401)]
    [InlineData("/c/open", 200)]
    [InlineData("/c/closed", 401)]
    [InlineData("/d/plain", 401)]
    [InlineData("/d/closed", 401)]
    public async Task Controllers_say_it_by_attributes_and_all_of_them_by_one_line(string path, int status)
    {
        await using var app = await DoorApplication.StartAsync(
            Policies,
            app =>
            {
                app.UseCountersign();
                app.MapControllers().RequireCountersign("people");
            },
            builder => builder.Services.AddControllers().AddApplicationPart(typeof(PolicyPlacesTests).Assembly));

        Assert.Equal($"{status} 200", await StatusesAsync(app, path, "", "eve"));
    }

    [Fact]
    public async Task Policies_that_no_request_could_meet_together_end_the_start()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => DoorApplication.StartAsync(
            door =>
            {
                door.AddApiKeys("devices");
                door.AddPolicy("people", policy => policy.AnyOf("staff"));
                door.AddPolicy("machines", policy => policy.AnyOf("devices"));
            },
            app =>
            {
                app.UseCountersign();
                app.MapGet("/a", () => "").RequireCountersign("people").RequireCountersign("machines");
                app.MapGet("/b", () => "").RequireCountersign("peopel");
            }));

        Assert.Contains("/a: the policies people and machines have no scheme in common", failure.Message, StringComparison.Ordinal);
        Assert.Contains("/b: there is no policy 'peopel'; did you mean 'people'?", failure.Message, StringComparison.Ordinal);
    }
}
