print("elymica")
