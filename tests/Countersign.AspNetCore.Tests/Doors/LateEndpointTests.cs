using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace Countersign.AspNetCore.Tests.Doors;

/// <summary>Endpoints that come past the door in other ways than behind it.</summary>
public sealed class LateEndpointTests
{
    private static readonly Endpoint _bare = new(Serve, null, "bare");
    private static readonly Endpoint _named = new(Serve, new(new RequireCountersignAttribute("operators")), "named");

    [Theory]
    [InlineData("/gone", null, 401)]
    [InlineData("/gone", "anna", 404)]
    [InlineData("/short", null, 401)]
    [InlineData("/short", "anna", 200)]
    [InlineData("/short-operators", "anna", 401)]
    [InlineData("/short-operators", "eve", 200)]
    [InlineData("/short-open", null, 200)]
    public async Task What_routing_serves_at_once_is_judged_all_the_same(string path, string? user, int status)
    {
        await using var app = await StartAsync(app =>
        {
            app.UseCountersign();
            app.MapShortCircuit(404, "gone");
            app.MapGet("/short", (ClaimsPrincipal known) => known.Identity!.Name).ShortCircuit();
            app.MapGet("/short-operators", (ClaimsPrincipal known) => known.Identity!.Name).ShortCircuit().RequireCountersign("operators");
            app.MapGet("/short-open", () => "").AllowAnonymous().ShortCircuit();
        });

        using var answer = await app.GetAsync(path, user is null ? null : DoorApplication.Basic(user));

        Assert.Equal(status, (int)answer.StatusCode);
        if (path.StartsWith("/short", StringComparison.Ordinal) && user is not null && status == 200)
            Assert.Equal(user, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("bare", null, 401)]
    [InlineData("bare", "anna", 200)]
    [InlineData("named", "anna", 401)]
    [InlineData("named", "eve", 200)]
    public async Task One_that_is_set_in_the_place_of_an_open_one_is_judged_by_itself(string which, string? user, int status)
    {
        await using var app = await StartAsync(app =>
        {
            app.UseRouting();
            app.UseCountersign();
            app.Use((context, next) =>
            {
                context.SetEndpoint(which == "bare" ? _bare : _named);
                return next(context);
            });
            app.MapGet("/", () => "open").AllowAnonymous();
        });

        Assert.Equal(status, (await DoorApplication.ReadAsync(app.GetAsync("/", user is null ? null : DoorApplication.Basic(user)))).Status);
    }

    [Fact]
    public async Task One_that_is_set_and_demands_more_than_was_judged_fails()
    {
        await using var app = await StartAsync(app =>
        {
            app.UseRouting();
            app.UseCountersign();
            app.Use((context, next) =>
            {
                context.SetEndpoint(_named);
                return next(context);
            });
            app.MapGet("/", () => "");
        });

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => app.GetAsync("/nowhere", DoorApplication.Basic("anna")));

        Assert.Contains("requires the policy 'operators' of Countersign, and the request was let in for people.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("anna", 200)]
    public async Task One_that_is_set_before_the_door_and_says_nothing_is_closed_by_default(string? user, int status)
    {
        await using var app = await StartAsync(app =>
        {
            app.UseRouting();
            app.Use((context, next) =>
            {
                context.SetEndpoint(_bare);
                return next(context);
            });
            app.UseCountersign();
            app.MapGet("/", () => "");
        });

        Assert.Equal(status, (await DoorApplication.ReadAsync(app.GetAsync("/", user is null ? null : DoorApplication.Basic(user)))).Status);
    }

    private static Task<DoorApplication> StartAsync(Action<WebApplication> map) => DoorApplication.StartAsync(
        door =>
        {
            door.AddPolicy("people", policy => policy.AnyOf("file", "staff"));
            door.AddPolicy("operators", policy => policy.AnyOf("staff").Groups("ops"));
            door.RequireByDefault("people");
        },
        map);

    private static Task Serve(HttpContext context) => context.Response.WriteAsync(context.User.Identity?.Name ?? "nobody");
}
