using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class VoiceRuleTests
{
    private static readonly VoiceRule Rule = new();

    [Theory]
    [InlineData("What is left stays. Whatever comes is taken, by whoever comes.", "\"what\" 3 times")]
    [InlineData("The lane tells the client, which says so and has heard.", "\"tell\" 3 times")]
    [InlineData("The client whose time is over, and who waits.", "\"who\" 2 times")]
    [InlineData("Nobody waits, or somebody.", "\"nobody\" 2 times")]
    public void Each_manner_is_found_in_a_comment(string comment, string found) =>
        Seeded.Finds(Rule, found, ("src/A/B.cs", $"// {comment}\nclass B;\n"));

    [Fact]
    public void One_is_allowed_in_a_small_area() =>
        Seeded.FindsNothing(Rule, ("src/A/B.cs", "// What nobody tells, and who.\nclass B;\n"));

    [Fact]
    public void The_rate_of_a_large_area_is_the_limit()
    {
        Seeded.FindsNothing(Rule, ("src/A/B.cs", Comment("what", times: 6, words: 3000)));
        Seeded.Finds(Rule, "\"what\" 7 times in 3000 words, 2.3 per 1,000; 2 at most",
            ("src/A/B.cs", Comment("what", times: 7, words: 3000)));
    }

    [Fact]
    public void A_question_may_ask_across_lines() => Seeded.FindsNothing(
        Rule, ("src/A/B.cs", "// What is left, and\n// what was there? It ends.\nclass B;\n"));

    [Fact]
    public void A_question_excuses_its_own_sentence_alone() => Seeded.Finds(
        Rule, "\"what\" 2 times", ("src/A/B.cs", "// What is left is what there was. Is it?\nclass B;\n"));

    [Fact]
    public void Tags_names_and_code_are_no_words() => Seeded.FindsNothing(
        Rule,
        ("src/A/B.cs",
            "/// <see cref=\"Who\"/> <see cref=\"Who\"/>\nclass B { int Who(int who) => who + who; }\n"));

    [Fact]
    public void The_line_is_that_of_the_word() => Seeded.Finds(
        Rule, "src/A/B.cs:3: ", ("src/A/B.cs", "class B;\n// The first line\n// says who\n// says it\n"));

    [Fact]
    public void The_worst_files_are_named_with_their_lines() => Seeded.Finds(
        Rule, "src/A/C.cs (1, 2, 2), src/A/B.cs (1)",
        ("src/A/B.cs", "// What is left.\n"), ("src/A/C.cs", "// What is\n// what is what.\n"));

    [Fact]
    public void A_text_of_the_program_counts_apart_from_comments() => Seeded.Finds(
        Rule, "src/A, texts: \"tell\" 2 times",
        ("src/A/B.cs", "class B { string A = \"the lane tells and says it\"; }"));

    [Theory]
    [InlineData("\"tells who says\"")]
    [InlineData("$\"one {told} and two {(told ? \"tells\" : said)} and three\"")]
    [InlineData("\"one {Told} and two {Said:F1} and three\"")]
    [InlineData("\"SELECT who FROM told WHERE who = who\"")]
    public void A_name_a_value_or_a_query_is_no_text(string text) =>
        Seeded.FindsNothing(Rule, ("src/A/B.cs", $"class B {{ string A = {text}; }}"));

    [Fact]
    public void A_page_counts_without_its_code()
    {
        Seeded.FindsNothing(Rule, ("docs/A.md", "# Who\n## Who is who\n`who` and `who`\n\n```\nwho who\n```\n"));
        Seeded.Finds(Rule, "docs, pages: \"who\" 2 times", ("docs/A.md", "Those who wait,\nand those who do not.\n"));
        Seeded.Finds(Rule, "docs/a, pages: \"who\" 2 times", ("docs/A.md", "Who\n"), ("docs/a/B.md", "who who\n"));
    }

    [Fact]
    public void A_heading_that_begins_a_paragraph_is_no_text()
    {
        Seeded.FindsNothing(Rule, ("docs/A.md", "**What it means.** It waits.\n\n**What to do.** Wait.\n"));
        Seeded.Finds(Rule, "\"what\" 2 times", ("docs/A.md", "**What** it means. **What to do.** Wait.\n"));
    }

    [Theory]
    [InlineData("a/b.sh", "a, scripts")]
    [InlineData("a/b/Dockerfile", "a, scripts")]
    [InlineData("b.yaml", "the root, scripts")]
    [InlineData("b", "the root, scripts")]
    public void A_comment_of_a_script_counts(string path, string area)
    {
        Seeded.Finds(Rule, $"{path}:3: {area}: \"who\" 2 times", (path, "#!/bin/sh\n\n# who\n  # who\n"));
        Seeded.FindsNothing(Rule, (path, "#!/usr/bin/who\necho who who # who\n# `who`\n"));
    }

    [Fact]
    public void Another_file_has_no_such_comments() => Seeded.FindsNothing(
        Rule, ("a/LICENSE", "# who who\n"), ("a/b.json", "# who who\n"));

    private static string Comment(string word, int times, int words) =>
        "// " + string.Join("\n// ", Enumerable.Repeat(word, times).Concat(Enumerable.Repeat("word", words - times)))
        + "\n";
}
