using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>The client in a program that is compiled to machine code and trimmed of what it does not use.</summary>
public sealed class NativeTests
{
    [Fact]
    public async Task Compiles_without_a_warning_and_gets_in()
    {
        Programs.Need("/usr/bin/gcc");
        var folder = Directory.CreateTempSubdirectory("countersign-");
        try
        {
            // In a folder of its own: the projects that it shares with other tests must not be restored under them.
            var project = Path.Combine(Checkout.Root, "tests", "Countersign.AotClient");
            string[] publish = ["publish", project, "-c", "Release", "-r", "linux-x64", "-nologo", "-nodeReuse:false", $"-p:ArtifactsPath={folder.FullName}", "-p:RunAnalyzers=false", "-o", Path.Combine(folder.FullName, "made")];
            var made = await Programs.RunAsync("dotnet", publish, seconds: 900);
            Assert.True(made.Code == 0, made.Output + made.Error);
            Assert.DoesNotContain("warning", made.Output, StringComparison.OrdinalIgnoreCase);

            await using var server = await StartAsync();
            var ran = await Programs.RunAsync(Path.Combine(folder.FullName, "made", "Countersign.AotClient"), [server.Urls.Single()]);

            Assert.Equal("Basic YW5uYTpzZWNyZXQ=\nBearer t2\nk1\nNoSupportedScheme 7k2f\n", ran.Output + ran.Error);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        application.Run(context =>
        {
            var fields = context.Request.Headers;
            return (context.Request.Path.Value, fields.Authorization.ToString(), fields["X-API-Key"].ToString()) switch
            {
                ("/basic", "Basic YW5uYTpzZWNyZXQ=" and var shown, _) => context.Response.WriteAsync(shown),
                ("/bearer", "Bearer t2" and var shown, _) => context.Response.WriteAsync(shown),
                ("/key", _, "k1" and var shown) => context.Response.WriteAsync(shown),
                ("/bearer", _, _) => RefuseAsync(context, "Bearer realm=\"r\", error=\"invalid_token\""),
                _ => RefuseAsync(context, "Basic realm=\"r\""),
            };
        });
        await application.StartAsync();
        return application;
    }

    private static Task RefuseAsync(HttpContext context, string challenge)
    {
        context.Response.StatusCode = 401;
        context.Response.Headers.WWWAuthenticate = challenge;
        context.Response.ContentType = "application/problem+json";
        return context.Response.WriteAsync("""{"title":"No","reference":"7k2f"}""");
    }
}
