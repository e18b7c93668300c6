using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Countersign.EndToEnd;

/// <summary>The command crawl, over a site with an area for members.</summary>
public sealed class CrawlTests : IAsyncLifetime
{
    private readonly string _state = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.crawl");
    private readonly TaskCompletionSource _isAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication _site = null!;

    private string Url => _site.Urls.Single() + "/";

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _site = builder.Build();
        _site.Run(AnswerAsync);
        await _site.StartAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        File.Delete(_state);
        return _site.DisposeAsync();
    }

    [Fact]
    public async Task Ends_with_the_findings_that_matter_enough()
    {
        var ran = await Programs.CountersignAsync("crawl", Url, "--unlimited", "--format", "json");
        var findings = JsonDocument.Parse(ran.Output).RootElement.GetProperty("findings");

        Assert.True(ran.Code == 1, ran.Error);
        Assert.Equal("crawl/native-prompt", findings[0].GetProperty("id").GetString());
        Assert.Equal(0, (await Programs.CountersignAsync("crawl", Url, "--unlimited", "--fail-on", "never")).Code);
    }

    [Fact]
    public async Task Goes_on_behind_the_sign_in_with_credentials()
    {
        var ran = await Programs.CountersignWithInputAsync("anna:right\n", "crawl", Url, "--unlimited", "--auth", "-", "--format", "json");
        var site = JsonDocument.Parse(ran.Output).RootElement.GetProperty("site");

        Assert.Equal(3, site.GetProperty("pages").GetInt32());
        Assert.DoesNotContain("right", ran.Output + ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopped_by_the_keyboard_it_reports_what_there_is()
    {
        using var crawl = Programs.Start("dotnet", "exec", Checkout.Command, "crawl", $"{Url}slow", "--unlimited", "--state", _state);
        var output = crawl.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await _isAsked.Task.WaitAsync(TestContext.Current.CancellationToken);
        await Programs.RunAsync("kill", ["-TERM", crawl.Id.ToString(CultureInfo.InvariantCulture)]);
        await crawl.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, crawl.ExitCode);
        Assert.Contains("This is not all of the site: it was stopped", await output, StringComparison.Ordinal);
        Assert.True(File.Exists(_state));
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path.StartsWith("/members/", StringComparison.Ordinal) && context.Request.Headers.Authorization != $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("anna:right"))}")
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"Members\", charset=\"UTF-8\"";
            return;
        }

        if (path.StartsWith("/slow/", StringComparison.Ordinal))
        {
            _isAsked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        context.Response.ContentType = path.EndsWith(".png", StringComparison.Ordinal) ? "image/png" : "text/html";
        context.Response.StatusCode = path is "/" or "/slow" or "/members/" or "/members/more" or "/members/a.png" ? 200 : 404;
        await context.Response.WriteAsync(path switch
        {
            "/" => "<img src=/members/a.png><a href=/members/>Members</a>",
            "/slow" => "<a href=/slow/1>x</a>",
            "/members/" => "<a href=/members/more>More</a>",
            _ => "x",
        });
    }
}
