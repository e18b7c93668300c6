using System.Security.Claims;
using System.Text.Json;
using Countersign.AspNetCore.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.AspNetCore.Tests.Doors;

/// <summary>What requests for the endpoints of an application get.</summary>
public sealed class DoorTests
{
    private static Task<DoorApplication> StartAsync() => DoorApplication.StartAsync(
        door =>
        {
            door.AddApiKeys("devices");
            door.AddPolicy("people", policy => policy.AnyOf("staff", "file"));
            door.AddPolicy("operators", policy => policy.AnyOf("staff").Groups("ops"));
            door.AddPolicy("hidden", policy => policy.AnyOf("staff", "file").Groups("ops").Conceal());
            door.AddPolicy("inside", policy => policy.AnyOf("staff").Networks("192.0.2.0/24"));
            door.AddPolicy("machines", policy => policy.AnyOf("devices").Scopes("read"));
            door.AddPolicy("nobody", policy => policy.Deny());
        },
        app =>
        {
            app.UseCountersign();
            app.MapMethods("/any", ["GET", "OPTIONS"], () => "").RequireCountersign("people");
            app.MapGet("/open", (HttpContext context) => $"{context.User.Identity?.Name}|{context.GetCountersign()}");
            app.MapGet("/people", (ClaimsPrincipal user) => user.Identity!.Name).RequireCountersign("people");
            app.MapGet("/operators", (ClaimsPrincipal user) => user.Identity!.Name).RequireCountersign("operators");
            app.MapGet("/hidden", () => "").RequireCountersign("hidden");
            app.MapGet("/inside", () => "").RequireCountersign("inside");
            app.MapGet("/nobody", () => "").RequireCountersign("nobody");
            app.MapGet("/machines", () => "seen").RequireCountersign("machines");
            app.MapGet("/cached", (HttpContext context) => context.Response.Headers.CacheControl = "max-age=60").RequireCountersign("machines");
            app.MapGet("/marked", [RequireCountersign("operators")] (ClaimsPrincipal user) => user.Identity!.Name);
            app.MapGet("/whoami", (HttpContext context) =>
            {
                var user = (ClaimsIdentity)context.User.Identity!;
                var found = context.GetCountersign()!;
                return string.Join('|', user.AuthenticationType, user.Name, context.User.IsInRole("ops"), context.User.FindFirstValue(ClaimTypes.Email), context.User.FindFirstValue("groups"), found.Scheme, found.SchemeName, found.Subject.Kind, string.Join(',', found.Policies));
            }).RequireCountersign("operators");
        });

    [Fact]
    public async Task An_endpoint_without_a_policy_is_open_and_credentials_are_not_read()
    {
        await using var app = await StartAsync();

        Assert.Equal("|", await (await app.GetAsync("/open", DoorApplication.Basic("anna", "wrong"))).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Who_comes_without_credentials_is_asked_for_them_by_every_scheme_of_the_policy()
    {
        await using var app = await StartAsync();

        using var answer = await app.GetAsync("/people");

        Assert.Equal(401, (int)answer.StatusCode);
        Assert.Equal(["Basic realm=\"Staff\", charset=\"UTF-8\"", "Basic realm=\"Restricted\", charset=\"UTF-8\""], answer.Headers.GetValues("WWW-Authenticate"));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("credentials-missing", problem.RootElement.GetProperty("reason").GetString());
        Assert.Equal(answer.Headers.GetValues("Countersign-Reference").Single(), problem.RootElement.GetProperty("reference").GetString());
    }

    [Theory]
    [InlineData("text/html", "text/html", "<h1>")]
    [InlineData("text/plain", "text/plain", "Reference")]
    public async Task The_answer_has_the_form_that_was_asked_for(string accept, string type, string part)
    {
        await using var app = await StartAsync();

        using var answer = await app.GetAsync("/people", DoorApplication.Basic("anna", "wrong"), ("Accept", accept));

        Assert.Equal((401, type), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains(part, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("/people", "anna", 200, null)]
    [InlineData("/people", "eve", 200, null)]
    [InlineData("/operators", "eve", 200, null)]
    [InlineData("/marked", "eve", 200, null)]
    [InlineData("/operators", "anna", 401, "basic-wrong-password")] // not a user of that scheme
    [InlineData("/marked", "anna", 401, "basic-wrong-password")]
    [InlineData("/people", "nobody", 401, "basic-wrong-password")]
    [InlineData("/hidden", "anna", 404, "route-not-found")]
    [InlineData("/inside", "eve", 403, "network-not-allowed")]
    [InlineData("/nobody", "eve", 403, "denied-by-policy")]
    [InlineData("/elsewhere", "eve", 404, null)]
    public async Task Lets_in_whom_the_policy_admits_and_tells_the_others_why(string path, string user, int status, string? reason)
    {
        await using var app = await StartAsync();

        Assert.Equal((status, reason), await DoorApplication.ReadAsync(app.GetAsync(path, DoorApplication.Basic(user))));
    }

    [Fact]
    public async Task A_recognised_user_without_permission_gets_403_and_no_challenge()
    {
        await using var app = await StartAsync();
        app.Services.GetRequiredService<UserStore>().Add(new UserRecord("carl", app.Services.GetRequiredService<UserStore>().Find("eve")!.PasswordHash));

        using var answer = await app.GetAsync("/operators", DoorApplication.Basic("carl"));

        Assert.Equal((403, 0), ((int)answer.StatusCode, answer.Headers.WwwAuthenticate.Count));
    }

    [Fact]
    public async Task The_application_learns_who_it_is()
    {
        await using var app = await StartAsync();

        using var answer = await app.GetAsync("/whoami", DoorApplication.Basic("eve"));

        Assert.Equal("staff|eve|True|eve@example.org|ops|staff|Basic|user|operators", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_key_of_the_store_lets_a_program_in_with_its_scopes()
    {
        await using var app = await StartAsync();
        var keys = app.Services.GetRequiredService<ApiKeyStore>();
        var (reads, writes) = (keys.Create("meter", ["read"]), keys.Create("other", ["write"]));

        using var answer = await app.GetAsync("/machines", null, ("X-API-Key", reads.Key.Reveal()));

        Assert.Equal(("seen", "private"), (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), answer.Headers.CacheControl?.ToString()));
        Assert.Equal("max-age=60", (await app.GetAsync("/cached", null, ("X-API-Key", reads.Key.Reveal()))).Headers.CacheControl?.ToString());
        Assert.Equal((403, "scope-insufficient"), await DoorApplication.ReadAsync(app.GetAsync("/machines", null, ("X-API-Key", writes.Key.Reveal()))));
    }

    [Fact]
    public async Task A_preflight_that_the_application_did_not_answer_is_refused_and_never_challenged()
    {
        await using var app = await StartAsync();

        using var answer = await app.SendAsync(HttpMethod.Options, "/any", null, ("Origin", "https://a.example"), ("Access-Control-Request-Method", "GET"));

        Assert.Equal((403, 0), ((int)answer.StatusCode, answer.Headers.WwwAuthenticate.Count));
        Assert.Equal((401, "credentials-missing"), await DoorApplication.ReadAsync(app.SendAsync(HttpMethod.Options, "/any", null)));
    }

    [Fact]
    public async Task The_preflight_that_the_applications_CORS_answers_never_comes_to_the_door()
    {
        await using var app = await DoorApplication.StartAsync(
            door => door.AddPolicy("people", policy => policy.AnyOf("file")),
            app =>
            {
                app.UseRouting();
                app.UseCors();
                app.UseCountersign();
                app.MapGet("/people", () => "").RequireCountersign("people").RequireCors(cors => cors.WithOrigins("https://a.example").WithHeaders("Authorization"));
            },
            builder => builder.Services.AddCors());

        using var asked = await app.SendAsync(HttpMethod.Options, "/people", null, ("Origin", "https://a.example"), ("Access-Control-Request-Method", "GET"), ("Access-Control-Request-Headers", "authorization"));
        using var refused = await app.GetAsync("/people", null, ("Origin", "https://a.example"));

        Assert.Equal((204, "https://a.example"), ((int)asked.StatusCode, asked.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        Assert.Equal((401, "https://a.example"), ((int)refused.StatusCode, refused.Headers.GetValues("Access-Control-Allow-Origin").Single()));
    }
}
