namespace Countersign.AspNetCore.SignIn;

/// <summary>Somebody else who signs people in.</summary>
/// <param name="Name">The name in the configuration.</param>
/// <param name="Label">What people call it.</param>
/// <param name="StartPath">Where signing in with it begins: a path of the own space, which takes <c>return</c>.</param>
internal sealed record SignInProvider(string Name, string Label, string StartPath);
