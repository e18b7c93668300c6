using System.Text;
using Countersign.Lab.Simulator;
using Countersign.WebConsole.Pages.Playground;
using Countersign.WebConsole.Pages.Playground.Code;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Countersign.EndToEnd.Console;

/// <summary>The code that the Playground writes, run as it stands by the programs that it is for.</summary>
public sealed class PlaygroundCodeTests : IAsyncLifetime
{
    private readonly Dictionary<string, string> _seen = new(StringComparer.Ordinal);
    private SimulatedServer _server = null!;
    private WebApplication _site = null!;

    public static TheoryData<string, string> Runs =>
    [
        .. from program in new[] { "curl", "Python requests", "JavaScript fetch", "Go" }
           from login in Enum.GetNames<ComposedLogin>()
           where login != "Dpop"
           select new TheoryDataRow<string, string>(program, login),
    ];

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task It_gets_in(string program, string login)
    {
        var request = login switch
        {
            "None" => new("GET", $"{_server.Url}status/200"),
            "Bearer" => new("GET", $"{_server.Url}bearer/shown-to-all"),
            "ApiKey" => new("GET", $"{_server.Url}sim/401/api-key"),
            _ => new ComposedRequest("GET", $"{_server.Url}sim/401/{login.ToLowerInvariant()}") { User = "anna" },
        };
        var ran = await RunAsync(program, request with { Login = Enum.Parse<ComposedLogin>(login) });

        Assert.True(ran.Code == 0, ran.Error);
        Assert.Equal("200", program == "curl" ? ran.Output.Split("HTTP/1.1 ")[^1][..3] : ran.Output[..3]);
    }

    [Theory]
    [InlineData("curl")]
    [InlineData("Python requests")]
    [InlineData("JavaScript fetch")]
    [InlineData("Go")]
    public async Task Quotes_and_variables_arrive_as_they_are(string program)
    {
        var ran = await RunAsync(program, new("PATCH", $"{_site.Urls.First()}/place?a=%20%22b%22&who={{{{CLIENT}}}}")
        {
            Fields = [("Content-Type", "text/plain"), ("X-Odd", """it's "$HOME" `id` \ {{ODD}}!""")],
            Content = "it's \"$HOME\"\n`id` \\ {{ODD}} \u00e9",
            Login = ComposedLogin.Basic,
            User = "an\"na \u0142",
            Follows = false,
        });

        Assert.True(ran.Code == 0, ran.Error);
        Assert.Equal("""PATCH /place?a=%20%22b%22&who=c1""", _seen["line"]);
        Assert.Equal("""it's "$HOME" `id` \ o'"d!""", _seen["odd"]);
        Assert.Equal("it's \"$HOME\"\n`id` \\ o'\"d \u00e9", _seen["content"]);
        Assert.Equal("text/plain", _seen["type"]);
        Assert.Equal("an\"na \u0142:secret", Encoding.UTF8.GetString(Convert.FromBase64String(_seen["login"]["Basic ".Length..])));
        Assert.Contains("302", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CSharp_gets_in_by_Digest_with_content()
    {
        var request = new ComposedRequest("POST", $"{_server.Url}sim/401/digest") { Login = ComposedLogin.Digest, User = "anna", Content = "{\"a\":\"\\u00e9\"}", Fields = [("Content-Type", "application/json"), ("X-Trace", "{{TRACE}}")] };
        var ran = await RunAsync("C# HttpClient", request);

        Assert.True(ran.Code == 0, ran.Error + ran.Output);
        Assert.StartsWith("200", ran.Output, StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync()
    {
        _server = await SimulatedServer.StartAsync(cancel: TestContext.Current.CancellationToken);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _site = builder.Build();
        _site.Run(async context =>
        {
            var request = context.Request;
            using var content = new StreamReader(request.Body);
            _seen["content"] = await content.ReadToEndAsync(context.RequestAborted);
            (_seen["line"], _seen["odd"], _seen["type"], _seen["login"]) = ($"{request.Method} {request.Path}{request.QueryString}", request.Headers["X-Odd"].ToString(), request.ContentType ?? "", request.Headers.Authorization.ToString());
            context.Response.Redirect("/elsewhere");
        });
        await _site.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _site.DisposeAsync();
    }

    private static async Task<Ran> RunAsync(string program, ComposedRequest request)
    {
        var code = CodeForm.All.Single(form => form.Name == program).Write(CodeRequest.Of(SharedRequest.Of(request)));
        var folder = Directory.CreateTempSubdirectory("countersign-code-").FullName;
        try
        {
            var (name, arguments) = program switch
            {
                "curl" => ("request.sh", new[] { "sh" }),
                "Python requests" => ("request.py", ["/usr/bin/python3"]),
                "JavaScript fetch" => ("request.mjs", ["node"]),
                "Go" => ("main.go", ["go", "run"]),
                _ => ("request.cs", ["dotnet", "run"]),
            };
            Need(program);
            var file = Path.Combine(folder, name);
            await File.WriteAllTextAsync(file, code, TestContext.Current.CancellationToken);
            return await Programs.RunAsync("env", ["PASSWORD=secret", "TOKEN=shown-to-all", "API_KEY=simulated-key", "ODD=o'\"d", "CLIENT=c1", "TRACE=t", "CREDENTIALS=x", "NO_PROXY=*", "GOFLAGS=-mod=mod", "GO111MODULE=off", .. arguments, file]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Need(string program) => Programs.Need(program switch
    {
        "curl" => "/usr/bin/curl",
        "Python requests" => "/usr/lib/python3/dist-packages/requests/__init__.py",
        "JavaScript fetch" => "/usr/bin/node",
        "Go" => "/usr/bin/go",
        _ => "/bin/sh",
    });
}
