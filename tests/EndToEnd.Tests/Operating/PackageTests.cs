using Countersign.EndToEnd.Applications;
using Xunit;

namespace Countersign.EndToEnd.Operating;

/// <summary>The packages for applications, as somebody gets them who has no checkout.</summary>
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

    [Fact]
    public async Task A_fresh_application_references_them_and_has_a_door()
    {
        var folder = release.FolderFor("application");
        var version = Path.GetFileNameWithoutExtension(Directory.GetFiles(ReleaseFixture.Made, "Countersign.AspNetCore.*.nupkg").Single())["Countersign.AspNetCore.".Length..];
        Directory.CreateDirectory(folder);
        await WriteAsync("nuget.config", $"""
            <configuration>
              <packageSources><clear /><add key="release" value="{ReleaseFixture.Made}" /></packageSources>
              <fallbackPackageFolders><add key="others" value="{await OthersAsync()}" /></fallbackPackageFolders>
            </configuration>
            """);
        // QRCoder names System.Drawing.Common, for bitmaps alone; this checkout goes without it, so it is not among the packages here.
        await WriteAsync("application.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup>
              <ItemGroup><PackageReference Include="Countersign.AspNetCore" Version="{version}" /><PrunePackageReference Include="System.Drawing.Common" Version="99.0.0" /></ItemGroup>
            </Project>
            """);
        await WriteAsync("Program.cs", Program);

        // In a cache of its own: the user's may hold a former package of the same version.
        var built = await Programs.RunAsync("env", [$"NUGET_PACKAGES={release.FolderFor("packages")}", "dotnet", "build", folder, "-c", "Release", "-v", "q", "-nologo", "-o", Path.Combine(folder, "out")]);
        Assert.True(built.Code == 0, built.Output + built.Error);
        await using var application = await RunningApplication.StartAsync(Path.Combine(folder, "out", "application.dll"), folder);

        Assert.Equal((200, "open"), await Programs.CurlAsync(application.Url + "/"));
        var (status, body) = await Programs.CurlAsync("--user", "anna:wrong", application.Url + "/closed");
        Assert.Equal(401, status);
        Assert.Contains("basic-wrong-password", body, StringComparison.Ordinal);

        Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(folder, name), text, TestContext.Current.CancellationToken);
    }

    /// <summary>Where the packages of others are that the build of this checkout restored.</summary>
    private static async Task<string> OthersAsync()
    {
        var told = await Programs.RunAsync("dotnet", ["nuget", "locals", "global-packages", "--list"]);
        return told.Output[(told.Output.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
