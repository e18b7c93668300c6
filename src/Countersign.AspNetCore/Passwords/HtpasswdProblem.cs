namespace Countersign.AspNetCore.Passwords;

/// <summary>What is wrong or weak in a line of a password file; never with any of its secret parts.</summary>
/// <param name="Line">The line, from 1; 0 for the file as a whole.</param>
/// <param name="Message">What to know.</param>
/// <param name="IsError">Whether the line lets nobody in.</param>
public sealed record HtpasswdProblem(int Line, string Message, bool IsError);
