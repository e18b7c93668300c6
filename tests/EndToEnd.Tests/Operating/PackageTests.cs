using Countersign.EndToEnd.Applications;
using Xunit;

namespace Countersign.EndToEnd.Operating;

/// <summary>The packages for applications and tests, as somebody gets them who has no checkout.</summary>
[Collection<ReleaseAlone>]
public sealed class PackageTests(ReleaseFixture release)
{
    private const string Program = """
        using Countersign.AspNetCore;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddCountersign(door =>
        {
            door.AddBasic("staff", basic => basic.AllowCleartext = true);
            door.AddPolicy("people", policy => policy.AnyOf("staff"));
        });
        var app = builder.Build();
        app.UseCountersign();
        app.MapGet("/", () => "open");
        app.MapGet("/closed", () => "closed").RequireCountersign("people");
        app.Run();
        """;

    private const string Test = """
        using Countersign.Inspector.Assertions;
        using Countersign.Lab.Simulator;

        await using var simulator = await SimulatedServer.StartAsync(new() { Seed = "orders" });
        using var client = new HttpClient { BaseAddress = simulator.Url };
        using var right = await client.GetAsync("sim/401/basic");
        right.ShouldChallenge("Basic");
        using var wrong = await client.GetAsync("sim/401/basic?realm-form=unquoted");
        Console.WriteLine($"{(int)wrong.StatusCode} {wrong.Headers.GetValues("WWW-Authenticate").Single()}");
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_fresh_application_references_them_and_has_a_door()
    {
        var (folder, assembly) = await BuildAsync("application", "Microsoft.NET.Sdk.Web", "Countersign.AspNetCore", Program);
        await using var application = await RunningApplication.StartAsync(assembly, folder);

        Assert.Equal((200, "open"), await Programs.CurlAsync(application.Url + "/"));
        var (status, body) = await Programs.CurlAsync("--user", "anna:wrong", application.Url + "/closed");
        Assert.Equal(401, status);
        Assert.Contains("basic-wrong-password", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fresh_test_references_them_and_has_a_simulator()
    {
        var (_, assembly) = await BuildAsync("test", "Microsoft.NET.Sdk", "Countersign.Lab", Test);
        var ran = await Programs.RunAsync("dotnet", ["exec", assembly]);

        Assert.True(ran.Code == 0, ran.Output + ran.Error);
        Assert.StartsWith("401 Basic realm=Simulator", ran.Output, StringComparison.Ordinal);
    }

    /// <summary>Builds a program of one file, with one package.</summary>
    private async Task<(string Folder, string Assembly)> BuildAsync(string name, string sdk, string package, string program)
    {
        var folder = release.FolderFor(name);
        var version = Path.GetFileNameWithoutExtension(Directory.GetFiles(ReleaseFixture.Made, $"{package}.*.nupkg").Single())[(package.Length + 1)..];
        Directory.CreateDirectory(folder);
        await WriteAsync("nuget.config", $"""
            <configuration>
              <packageSources><clear /><add key="release" value="{ReleaseFixture.Made}" /></packageSources>
              <fallbackPackageFolders><add key="others" value="{await OthersAsync()}" /></fallbackPackageFolders>
            </configuration>
            """);
        // QRCoder names System.Drawing.Common, for bitmaps alone; this checkout goes without it, so it is not among the packages here.
        await WriteAsync($"{name}.csproj", $"""
            <Project Sdk="{sdk}">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup>
              <ItemGroup><PackageReference Include="{package}" Version="{version}" /><PrunePackageReference Include="System.Drawing.Common" Version="99.0.0" /></ItemGroup>
            </Project>
            """);
        await WriteAsync("Program.cs", program);

        // In a cache of its own: the user's may hold a former package of the same version.
        var built = await Programs.RunAsync("env", [$"NUGET_PACKAGES={release.FolderFor("packages")}", "dotnet", "build", folder, "-c", "Release", "-v", "q", "-nologo", "-o", Path.Combine(folder, "out")]);
        Assert.True(built.Code == 0, built.Output + built.Error);
        return (folder, Path.Combine(folder, "out", $"{name}.dll"));

        Task WriteAsync(string file, string text) => File.WriteAllTextAsync(Path.Combine(folder, file), text, Cancel);
    }

    /// <summary>Where the packages of others are that the build of this checkout restored.</summary>
    private static async Task<string> OthersAsync()
    {
        var told = await Programs.RunAsync("dotnet", ["nuget", "locals", "global-packages", "--list"]);
        return told.Output[(told.Output.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
