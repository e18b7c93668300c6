using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.AspNetCore.Tests.Doors.People;

/// <summary>What is below <c>/.countersign/</c> is the door's, and nothing else is.</summary>
public sealed class OwnSpaceTests
{
    [Theory]
    [InlineData("GET", "/.countersign", 404)]
    [InlineData("GET", "/.countersign/", 404)]
    [InlineData("GET", "/.countersign/nothing", 404)]
    [InlineData("POST", "/.countersign/nothing", 404)]
    [InlineData("GET", "/.Countersign/Login", 404)]
    [InlineData("DELETE", "/.countersign/login", 405)]
    [InlineData("GET", "/.countersign/login", 200)]
    [InlineData("GET", "/.countersign/%6cogin", 200)]
    [InlineData("GET", "/.countersign/a//b", 400)]
    [InlineData("GET", "/.countersignal", 200)]
    public async Task The_application_never_gets_a_request_for_it(string method, string path, int status)
    {
        var got = new List<string>();
        await using var app = await PeopleApplication.StartAsync(map: app => app.MapFallback("{**path}", context =>
        {
            got.Add(context.Request.Path);
            return Task.CompletedTask;
        }));

        using var answer = await app.SendAsync(new HttpMethod(method), path, null);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(path == "/.countersignal" ? [path] : [], got);
    }

    [Fact]
    public async Task Without_sessions_there_is_none()
    {
        await using var app = await DoorApplication.StartAsync(_ => { }, app =>
        {
            app.UseCountersign();
            app.MapFallback("{**path}", () => "the application's");
        });

        Assert.Equal("the application's", await app.Client.GetStringAsync("/.countersign/login", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/.countersign/login", 200)]
    [InlineData("/app/.countersign/login", 404)]
    public async Task It_is_at_the_root_of_the_host_whatever_that_of_the_application_is(string path, int status)
    {
        await using var app = await DoorApplication.StartAsync(
            door =>
            {
                door.AddSessions("people", people => people.AllowCleartext = true);
                door.AddPolicy("people", policy => policy.AnyOf("people"));
            },
            app =>
            {
                app.UsePathBase("/app");
                app.UseRouting();
                app.UseCountersign();
                app.MapGet("/people", (HttpContext context) => context.User.Identity!.Name).RequireCountersign("people");
            });
        var browser = new DoorBrowser(app.Client);

        Assert.Equal(status, (await browser.OpenAsync(path)).Status);
        Assert.Equal("/.countersign/login?return=%2Fapp%2Fpeople", (await browser.OpenAsync("/app/people")).Location);
        Assert.Equal("/app/people", (await browser.SignInAsync(target: "/app/people")).Location);
        Assert.Equal("eve", (await browser.OpenAsync("/app/people")).Body);
    }

    [Fact]
    public async Task A_default_policy_closes_none_of_it()
    {
        await using var app = await PeopleApplication.StartAsync(door: door => door.RequireByDefault("people"));
        var browser = new DoorBrowser(app.Client);

        Assert.Equal(303, (await browser.OpenAsync("/open")).Status);
        Assert.Equal(303, (await browser.SignInAsync(target: "/open")).Status);
        Assert.Equal("open", (await browser.OpenAsync("/open")).Body);
    }

    [Fact]
    public async Task The_pages_look_and_speak_as_the_theme_says()
    {
        var folder = Directory.CreateTempSubdirectory("countersign-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "style.css"), "h1 { color: teal }", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "texts.yaml"), "sign-in: Come in\n", TestContext.Current.CancellationToken);
        await using var app = await PeopleApplication.StartAsync(people => (people.Theme, people.Service) = (folder.FullName, "Meters"));

        var page = await new DoorBrowser(app.Client).OpenAsync(DoorBrowser.Login);

        Assert.Contains("<h1>Come in</h1>", page.Body, StringComparison.Ordinal);
        Assert.Contains("<p class=\"service\">Meters</p>", page.Body, StringComparison.Ordinal);
        Assert.Equal("h1 { color: teal }", await app.Client.GetStringAsync("/.countersign/assets/style.css", TestContext.Current.CancellationToken));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Refusals_there_are_in_the_journal_under_the_reference_that_the_page_tells()
    {
        var folder = Directory.CreateTempSubdirectory("countersign-");
        var file = Path.Combine(folder.FullName, "door.db");
        string reference;
        await using (var app = await PeopleApplication.StartAsync(door: door => door.Store = file))
        {
            var refused = await new DoorBrowser(app.Client).SignInAsync(password: "wrong");
            reference = refused.Body.Split("<dd><code>")[1].Split('<')[0];
        }

        using (var store = Store.OpenReadOnly(StoreAddress.OfFile(file)))
        {
            var entry = new StoredJournal(store).Find(reference)!;
            Assert.Equal((Refusal.SignInWrongPassword, "(sign-in)", "eve"), (entry.Refusal, entry.Route, entry.Subject));
        }

        folder.Delete(recursive: true);
    }
}
