using System.Text.Json;
using Countersign.EndToEnd.Clients;
using Countersign.EndToEnd.SignIn;
using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd.Applications;

/// <summary>The sample, as its page shows it.</summary>
public sealed class SampleTests(BrowserFixture browser) : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-");
    private RunningApplication _sample = null!;

    private static string Assembly => Path.Combine(
        Checkout.Root, "artifacts", "bin", "MinimalApi", new DirectoryInfo(AppContext.BaseDirectory).Name, "Countersign.Samples.MinimalApi.dll");

    public async ValueTask InitializeAsync() => _sample = await RunningApplication.StartAsync(Assembly, _folder.FullName);

    public async ValueTask DisposeAsync()
    {
        await _sample.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Lets_in_who_may_and_tells_the_others_why()
    {
        var open = await Programs.CurlAsync(_sample.Url + "/");
        var asked = await Programs.CurlAsync(_sample.Url + "/me");
        var wrong = await Programs.CurlAsync("--user", "anna:wrong", _sample.Url + "/me");
        var anna = await Programs.CurlAsync("--user", "anna:open sesame", _sample.Url + "/me");
        var refused = await Programs.CurlAsync("--user", "anna:open sesame", _sample.Url + "/operators");
        var ben = await Programs.CurlAsync("--user", "ben:open sesame", _sample.Url + "/operators");
        var nowhere = await Programs.CurlAsync(_sample.Url + "/nowhere");
        var healthy = await Programs.CurlAsync(_sample.Url + "/health");

        Assert.Equal([200, 401, 401, 200, 403, 200, 401, 200], new List<int> { open.Status, asked.Status, wrong.Status, anna.Status, refused.Status, ben.Status, nowhere.Status, healthy.Status });
        Assert.Contains("credentials-missing", asked.Body, StringComparison.Ordinal);
        Assert.Contains("basic-wrong-password", wrong.Body, StringComparison.Ordinal);
        Assert.Equal("""{"name":"anna","isOperator":false}""", anna.Body);
        Assert.Contains("subject-not-allowed", refused.Body, StringComparison.Ordinal);
        Assert.Equal("Welcome, ben.", ben.Body);
        Assert.Equal("Healthy", healthy.Body);
    }

    [Fact]
    public async Task Takes_the_key_that_it_printed()
    {
        var key = _sample.Lines.First(line => line.Contains(" the key ", StringComparison.Ordinal)).Split(' ')[^1];

        var taken = await Programs.CurlAsync("--request", "POST", "--header", "X-API-Key: " + key, _sample.Url + "/readings");
        var refused = await Programs.CurlAsync("--request", "POST", "--header", "X-API-Key: " + key[..^1] + "!", _sample.Url + "/readings");

        Assert.Equal((200, 401), (taken.Status, refused.Status));
        Assert.StartsWith("Taken from ", taken.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_signs_in_and_out_as_the_page_does()
    {
        var jar = Path.Combine(_folder.FullName, "jar");
        string[] asked = ["--cookie", jar, "--cookie-jar", jar, "--header", "Accept: application/json"];
        using var form = JsonDocument.Parse((await Programs.CurlAsync([.. asked, _sample.Url + "/.countersign/login"])).Body);
        var fields = new[] { "attempt=" + form.RootElement.GetProperty("attempt").GetString(), "username=anna", "password=open sesame" }.SelectMany(field => new[] { "--data-urlencode", field });

        var signedIn = await Programs.CurlAsync([.. asked, .. fields, _sample.Url + "/.countersign/login"]);
        var welcome = await Programs.CurlAsync([.. asked, _sample.Url + "/welcome"]);
        var signedOut = await Programs.CurlAsync([.. asked, "--request", "POST", _sample.Url + "/.countersign/logout"]);
        var refused = await Programs.CurlAsync([.. asked, _sample.Url + "/me"]);

        Assert.Equal([200, 200, 204, 401], new List<int> { signedIn.Status, welcome.Status, signedOut.Status, refused.Status });
        Assert.Contains("Welcome, anna.", welcome.Body, StringComparison.Ordinal);
        Assert.Contains("\"login\":\"/.countersign/login\"", refused.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_is_led_to_the_page_and_back_and_can_sign_out()
    {
        await using var profile = await browser.OpenProfileAsync();
        var window = await profile.OpenWindowAsync(_sample.Url + "/welcome?from=mail");
        Assert.StartsWith(_sample.Url + "/.countersign/login?", await window.AddressAsync(), StringComparison.Ordinal);

        await PeopleSite.SignInAsync(window, "anna", "open sesame");
        Assert.Equal(_sample.Url + "/welcome?from=mail", await window.AddressAsync());
        Assert.Contains("Welcome, anna.", await window.TextAsync(), StringComparison.Ordinal);
        await window.FollowAsync("Sign out");

        Assert.Contains("You are signed out.", await window.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_explains_its_refusals_by_the_same_store()
    {
        var file = Path.Combine(_folder.FullName, "countersign.yaml");
        await File.WriteAllTextAsync(file, "store: sqlite:countersign.db\nroutes:\n  - { name: all, access: deny }\n", TestContext.Current.CancellationToken);
        var (_, body) = await Programs.CurlAsync("--user", "anna:wrong", _sample.Url + "/me");
        var reference = body[(body.LastIndexOf("\"reference\":\"", StringComparison.Ordinal) + 13)..].Split('"')[0];

        // The journal is written a moment later.
        var explained = await Eventually.UntilAsync(() => Programs.CountersignAsync("explain", reference, "--config", file), ran => ran.Code == 0);

        Assert.Contains("basic-wrong-password", explained.Output, StringComparison.Ordinal);
    }
}
