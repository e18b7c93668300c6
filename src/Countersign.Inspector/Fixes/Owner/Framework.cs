using System.Collections.Immutable;

namespace Countersign.Inspector.Fixes.Owner;

/// <summary>What a server is written in, or is.</summary>
/// <param name="Name">Its name, as it is typed, and that of its snippets.</param>
/// <param name="Title">Its name as it calls itself.</param>
/// <param name="Language">The language of its snippets, as Markdown names it.</param>
internal sealed record Framework(string Name, string Title, string Language)
{
    public static Framework AspNetCore { get; } = new("aspnetcore", "ASP.NET Core", "csharp");

    public static Framework Express { get; } = new("express", "Express", "js");

    public static Framework FastApi { get; } = new("fastapi", "FastAPI", "python");

    public static Framework DjangoRest { get; } = new("django-rest", "Django REST framework", "python");

    public static Framework SpringBoot { get; } = new("spring-boot", "Spring Boot", "java") { IsTried = false };

    public static Framework Go { get; } = new("go", "Go", "go");

    public static Framework Nginx { get; } = new("nginx", "nginx", "nginx");

    public static Framework Apache { get; } = new("apache", "Apache httpd", "apache");

    /// <summary>Whether its snippets are run in it by the tests; else they are by its documentation alone.</summary>
    public bool IsTried { get; init; } = true;

    /// <summary>Its title, with a word of warning where its snippets are not tried.</summary>
    public string Caption => IsTried ? Title : $"{Title} (by its documentation, not tried)";

    /// <summary>All of them.</summary>
    public static ImmutableArray<Framework> All { get; } = [AspNetCore, Express, FastApi, DjangoRest, SpringBoot, Go, Nginx, Apache];

    /// <summary>The one of this name; null for none.</summary>
    public static Framework? Find(string name) => All.FirstOrDefault(framework => framework.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
