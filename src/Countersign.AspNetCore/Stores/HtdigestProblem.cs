namespace Countersign.AspNetCore.Stores;

/// <summary>A line of an htdigest file that is not taken.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Message">What is wrong, without the hash.</param>
public readonly record struct HtdigestProblem(int Line, string Message);
